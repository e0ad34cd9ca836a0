/** The acceptance scenarios that a planner can answer by itself; each test carries its number as a tag. */
@NullMarked
package dev.rigger.placement.scenarios;

import org.jspecify.annotations.NullMarked;
