package dev.rigger.activities.inventory;

import dev.rigger.inventory.Backoffs;
import dev.rigger.inventory.Deployment;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.deployment.Reason;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** How long a chute or a server is left alone after a launch that did not become active. */
@Singleton
final class LaunchBackoff {
    private final Backoffs backoffs;
    private final Periods periods;
    private final Clock clock;

    LaunchBackoff(Backoffs backoffs, Periods periods, Clock clock) {
        this.backoffs = backoffs;
        this.periods = periods;
        this.clock = clock;
    }

    void after(Deployment ended, Reason reason) {
        switch (reason) {
            case CAPACITY_LOCKED -> {
                // Written when the validator said so, because it grows.
            }
            case FORBIDDEN -> leave(ended.chuteId(), reason, periods.forbiddenBackoff());
            case CLUSTER_UNREACHABLE, ROOM_NOT_MADE -> leave(ended.serverId(), reason, periods.failureBackoff());
            case REJECTED,
                    UNAUTHORISED,
                    VALIDATOR_UNREACHABLE,
                    CLUSTER_REFUSED,
                    POD_NEVER_STARTED,
                    POD_FAILED,
                    POD_SUCCEEDED,
                    WORKLOAD_DISAPPEARED,
                    NEVER_CLAIMED,
                    NEVER_VERIFIED,
                    NEVER_ACTIVATED,
                    VALIDATOR_REMOVED -> {
                if (ended.activatedAt() == null) {
                    leave(ended.chuteId(), reason, periods.failureBackoff());
                }
            }
            case GPU_TAKEN,
                    SERVER_LOCKED,
                    SERVER_UNKNOWN,
                    CHUTE_UNKNOWN,
                    CHUTE_BANNED,
                    CHUTE_DELETED,
                    CHUTE_UPDATED,
                    SERVER_DELETED,
                    PREEMPTED,
                    OPERATOR_PURGED,
                    CANCELLED -> {
                // Ended on purpose, or never tried: the chute may be launched again at once.
            }
        }
    }

    private void leave(String subject, Reason reason, Duration period) {
        backoffs.until(subject, reason.name(), clock.instant().plus(period));
    }
}
