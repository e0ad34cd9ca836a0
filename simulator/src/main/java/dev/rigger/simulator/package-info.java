/** Plays placement policies in a simulated market, so that they are judged before they act. */
@NullMarked
package dev.rigger.simulator;

import org.jspecify.annotations.NullMarked;
