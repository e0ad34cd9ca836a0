package dev.rigger.workflows.deployment;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long each stage of a deployment's life may last.
 *
 * @param podStart from the Job's creation until its pod runs; after it the cluster is asked, and only a Job that is
 *     really absent or a failed pod ends the deployment
 * @param claim from the Job's creation until the pod claimed its token
 * @param verification from the claim until the validator verified the instance
 * @param activation from the claim until the instance is active
 * @param shutdownGrace the pod's time to end by itself
 * @param lookAgain while draining or waiting, how often the cluster is asked when no event arrives
 * @param longestHold bound of the growing pauses between two attempts to confirm that a pod is gone; orders stored before
 *     it could be chosen lack it
 */
public record DeploymentTimings(
        Duration podStart,
        Duration claim,
        Duration verification,
        Duration activation,
        Duration shutdownGrace,
        Duration lookAgain,
        @Nullable Duration longestHold) {
    private static final Duration LONGEST_HOLD = Duration.ofHours(1);

    /** The validator purges unverified instances after 3 h and refuses activations after 3.5 h. */
    public static final DeploymentTimings DEFAULTS = new DeploymentTimings(
            Duration.ofSeconds(60),
            Duration.ofMinutes(30),
            Duration.ofHours(3),
            Duration.ofMinutes(210),
            Duration.ofSeconds(180),
            Duration.ofSeconds(60),
            LONGEST_HOLD);

    @Override
    public Duration longestHold() {
        return longestHold == null ? LONGEST_HOLD : longestHold;
    }
}
