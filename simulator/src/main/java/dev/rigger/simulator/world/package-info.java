/** The world as it would be without us: servers, chutes, what users want of them, and how much rivals own. */
@NullMarked
package dev.rigger.simulator.world;

import org.jspecify.annotations.NullMarked;
