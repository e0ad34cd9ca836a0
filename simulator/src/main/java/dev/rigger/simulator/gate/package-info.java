/** The gate that a policy passes before it decides for anybody. */
@NullMarked
package dev.rigger.simulator.gate;

import org.jspecify.annotations.NullMarked;
