package dev.rigger.workflows.deployment;

import org.jspecify.annotations.Nullable;

/** Answer of the state query: what a person wants to read at 3 a.m. */
public record DeploymentState(
        String deploymentId,
        Phase phase,
        @Nullable String instanceId,
        @Nullable Reason endingBecause,
        String waitingFor) {}
