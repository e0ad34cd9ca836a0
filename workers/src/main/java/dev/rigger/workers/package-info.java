/** The control plane's worker process: registers, listens, schedules, and ends in order. */
@NullMarked
package dev.rigger.workers;

import org.jspecify.annotations.NullMarked;
