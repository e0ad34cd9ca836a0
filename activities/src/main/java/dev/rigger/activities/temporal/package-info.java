/** Temporal itself as a counterpart: its Schedules, and messages to workflows from outside of workflows. */
@NullMarked
package dev.rigger.activities.temporal;

import org.jspecify.annotations.NullMarked;
