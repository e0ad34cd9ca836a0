/** Tests of the planner. */
@NullMarked
package dev.rigger.placement.search;

import org.jspecify.annotations.NullMarked;
