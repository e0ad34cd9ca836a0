/** Onboarding, path by path. */
@NullMarked
package dev.rigger.workflows.onboarding;

import org.jspecify.annotations.NullMarked;
