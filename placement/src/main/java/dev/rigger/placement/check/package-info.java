/** Whether a snapshot may be decided on at all: what contradicts itself is refused before a planner sees it. */
@NullMarked
package dev.rigger.placement.check;

import org.jspecify.annotations.NullMarked;
