package dev.rigger.workflows.fleet;

import org.jspecify.annotations.Nullable;

/** Answer of the coordinator's query. */
public record FleetState(
        long plansMade,
        int wakesPending,
        boolean paused,
        @Nullable String lastPlanId,
        String lastPlan) {}
