/** A GPU server joins: checked, recorded, proven, announced, verified; undone in reverse when a step fails. */
@NullMarked
package dev.rigger.workflows.onboarding;

import org.jspecify.annotations.NullMarked;
