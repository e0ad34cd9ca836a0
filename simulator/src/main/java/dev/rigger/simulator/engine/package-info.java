/** Virtual time and dice: what makes a run repeatable. */
@NullMarked
package dev.rigger.simulator.engine;

import org.jspecify.annotations.NullMarked;
