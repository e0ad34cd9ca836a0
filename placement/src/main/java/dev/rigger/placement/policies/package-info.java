/** Policies to play against: how the reference miner decides, and how our first planner did. */
@NullMarked
package dev.rigger.placement.policies;

import org.jspecify.annotations.NullMarked;
