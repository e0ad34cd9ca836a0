package dev.rigger.workflows.bounty;

import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.deployment.Reason;
import org.jspecify.annotations.Nullable;

/** @param reason why, for an end */
public record BountyMove(
        String deploymentId, Phase phase, @Nullable Reason reason) {}
