/** Tests of the worker process. */
@NullMarked
package dev.rigger.workers;

import org.jspecify.annotations.NullMarked;
