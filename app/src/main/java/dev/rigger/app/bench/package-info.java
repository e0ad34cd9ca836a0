/** Benchmarks of the whole system, on real servers, that anyone can run again. */
@NullMarked
package dev.rigger.app.bench;

import org.jspecify.annotations.NullMarked;
