/** Why a plan is as it is: what was chosen, what came next, and the smallest change that would have changed it. */
@NullMarked
package dev.rigger.placement.explain;

import org.jspecify.annotations.NullMarked;
