/** The planner: which launches and evictions together bring most, found within a counted number of steps. */
@NullMarked
package dev.rigger.placement.search;

import org.jspecify.annotations.NullMarked;
