/** Pure decisions: which chute runs on which GPUs, what that is worth, and why; no clock, no I/O. */
@NullMarked
package dev.rigger.placement;

import org.jspecify.annotations.NullMarked;
