package dev.rigger.workflows.fleet;

import org.jspecify.annotations.Nullable;

/**
 * Why the coordinator should plan.
 *
 * @param key the event's key; a key seen before is ignored
 * @param chuteId the chute that it is about, null when it is about the fleet
 */
public record FleetWake(Kind kind, String key, @Nullable String chuteId) {
    public enum Kind {
        BOUNTY,
        JOB_OFFERED,
        CHUTE_CHANGED,
        CAPACITY_FREED,
        SERVER_CHANGED,
        DEMAND_CHANGED,
        OPERATOR
    }
}
