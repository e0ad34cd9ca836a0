package dev.rigger.devnet.validator.operator;

import org.jspecify.annotations.Nullable;

/** What an operator tells the world behind the devnet, so that it does not undo it by itself. */
public interface Steering {
    /** Whether a chute's target is the operator's, not the autoscaler's. */
    void pinTarget(String chuteId, boolean pinned);

    /** How busy a chute's copies are from now on; null gives it back to its users. */
    void forceUtilization(String chuteId, @Nullable Double utilization);

    /** So many of the next probes of an instance find nothing. */
    void failProbes(String instanceId, int probes);

    /** The next probe of an instance finds what no honest copy would answer. */
    void expose(String instanceId);
}
