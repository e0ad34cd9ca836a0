/** The coordinator of a validator's fleet: gathers what changed, plans once, starts what the plan says. */
@NullMarked
package dev.rigger.workflows.fleet;

import org.jspecify.annotations.NullMarked;
