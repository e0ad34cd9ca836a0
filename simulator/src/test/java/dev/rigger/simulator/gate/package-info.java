/** That the planner passes the gate, in small. */
@NullMarked
package dev.rigger.simulator.gate;

import org.jspecify.annotations.NullMarked;
