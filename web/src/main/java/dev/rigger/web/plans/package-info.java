/** Decisions, as they were made: what was planned, from what, and why. */
@NullMarked
package dev.rigger.web.plans;

import org.jspecify.annotations.NullMarked;
