/** That virtual time and dice are repeatable. */
@NullMarked
package dev.rigger.simulator.engine;

import org.jspecify.annotations.NullMarked;
