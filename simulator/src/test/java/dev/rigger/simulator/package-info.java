/** That the simulator keeps the rules it claims to keep. */
@NullMarked
package dev.rigger.simulator;

import org.jspecify.annotations.NullMarked;
