/** A miner as Rigger would run one: what it learns, how it carries out plans, and how little it sees of the truth. */
@NullMarked
package dev.rigger.simulator.miner;

import org.jspecify.annotations.NullMarked;
