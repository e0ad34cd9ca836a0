/** The validator as it acts on miners: targets, tokens, bounties, sessions, roll-outs, scores, and the rivals it also serves. */
@NullMarked
package dev.rigger.simulator.validator;

import org.jspecify.annotations.NullMarked;
