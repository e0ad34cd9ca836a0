package dev.rigger.workflows.bounty;

import org.jspecify.annotations.Nullable;

public record BountyOutcome(Result result, @Nullable String deploymentId, String why) {
    public enum Result {
        /** Our copy became active. */
        PLACED,
        /** Somebody else was first, or the validator would not have ours. */
        LOST,
        /** Nobody of ours tried before it ran out. */
        EXPIRED
    }
}
