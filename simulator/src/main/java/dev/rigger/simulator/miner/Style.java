package dev.rigger.simulator.miner;

import java.time.Duration;

/**
 * How a miner works around its policy.
 *
 * @param serial whether it does one thing after the other under one lock, a cycle at a time, instead of planning when
 *     something changed and carrying out a whole plan at once
 * @param remembers whether it backs off after refusals and failures, knows unhealthy servers, and learns
 * @param polls how often it asks the validator what it wants; of a serial one, the pause between two cycles
 */
public record Style(boolean serial, boolean remembers, Duration polls) {

    public static final Style RIGGER = new Style(false, true, Duration.ofSeconds(30));

    /** The reference miner, treated kindly: its calls and deployments take no longer than they must. */
    public static final Style REFERENCE = new Style(true, false, Duration.ofSeconds(15));
}
