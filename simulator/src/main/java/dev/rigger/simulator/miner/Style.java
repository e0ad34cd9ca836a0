package dev.rigger.simulator.miner;

import java.time.Duration;

/**
 * How a miner works around its policy.
 *
 * @param serial whether it does one thing after the other under one lock, a cycle at a time, instead of planning when
 *     something changed and carrying out a whole plan at once
 * @param remembers whether it backs off after refusals and failures, knows unhealthy servers, and learns
 * @param gathers how long changes that are no race are gathered into one plan
 * @param polls how often it asks the validator what it wants; of a serial one, the pause between two cycles
 */
public record Style(boolean serial, boolean remembers, Duration gathers, Duration polls) {

    public static final Style RIGGER = new Style(false, true, Duration.ofSeconds(15), Duration.ofSeconds(30));

    /** Where something changes every few seconds, more is gathered. */
    public static final Style RIGGER_AT_LARGE = new Style(false, true, Duration.ofSeconds(60), Duration.ofSeconds(60));

    /** The reference miner, treated kindly: its calls and deployments take no longer than they must. */
    public static final Style REFERENCE = new Style(true, false, Duration.ZERO, Duration.ofSeconds(15));
}
