/** That the simulated validator keeps the timings and rules it is to imitate. */
@NullMarked
package dev.rigger.simulator.validator;

import org.jspecify.annotations.NullMarked;
