/** A whole system to measure and to test: real servers, the devnet, and control planes as processes that can be killed. */
@NullMarked
package dev.rigger.app.bench.system;

import org.jspecify.annotations.NullMarked;
