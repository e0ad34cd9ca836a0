package dev.rigger.activities.inventory;

import dev.rigger.inventory.Backoffs;
import dev.rigger.inventory.Deployment;
import dev.rigger.placement.value.Setbacks;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.deployment.Reason;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How long a chute, a server, or the chute on that server is left alone after a launch that did not become active. What
 * keeps failing in one place waits twice as long each time, and may begin elsewhere at once.
 */
@Singleton
final class LaunchBackoff {
    /** What the validator says of a job says nothing of its chute, and the job is not asked for again. */
    private static final Set<Reason> OF_THE_JOB_ALONE = EnumSet.of(Reason.FORBIDDEN, Reason.REJECTED);

    private final Backoffs backoffs;
    private final Periods periods;
    private final Setbacks setbacks;
    private final Clock clock;

    LaunchBackoff(Backoffs backoffs, Periods periods, Clock clock) {
        this.backoffs = backoffs;
        this.periods = periods;
        this.setbacks = setbacks(periods);
        this.clock = clock;
    }

    void after(Deployment ended, Reason reason) {
        if (ended.jobId() != null && OF_THE_JOB_ALONE.contains(reason)) {
            return;
        }
        switch (reason) {
            case CAPACITY_LOCKED -> {
                // Written when the validator said so, because it grows.
            }
            case FORBIDDEN -> leave(ended.chuteId(), reason, periods.forbiddenBackoff());
            case CLUSTER_UNREACHABLE, ROOM_NOT_MADE -> leave(ended.serverId(), reason, periods.failureBackoff());
            case REJECTED, UNAUTHORISED, VALIDATOR_UNREACHABLE, VALIDATOR_REMOVED -> {
                if (ended.activatedAt() == null) {
                    leave(ended.chuteId(), reason, periods.failureBackoff());
                }
            }
            case NODE_GONE, NODE_NOT_READY, RUNTIME_CLASS_MISSING ->
                leave(ended.serverId(), reason, periods.failureBackoff());
            case CLUSTER_REFUSED,
                    POD_NEVER_STARTED,
                    IMAGE_PULL_FAILED,
                    POD_REFUSED,
                    POD_UNSCHEDULABLE,
                    NODE_REFUSED_POD,
                    POD_FAILED,
                    POD_EVICTED,
                    POD_OUT_OF_MEMORY,
                    LABELS_EDITED,
                    POD_SUCCEEDED,
                    WORKLOAD_DISAPPEARED,
                    NEVER_CLAIMED,
                    NEVER_VERIFIED,
                    NEVER_ACTIVATED -> {
                if (ended.activatedAt() == null) {
                    failed(ended, reason);
                }
            }
            case GPU_TAKEN,
                    LAUNCH_LOST,
                    SERVER_LOCKED,
                    SERVER_UNKNOWN,
                    CHUTE_UNKNOWN,
                    CHUTE_BANNED,
                    CHUTE_DELETED,
                    CHUTE_UPDATED,
                    JOB_DELETED,
                    SERVER_DELETED,
                    PREEMPTED,
                    OPERATOR_PURGED,
                    CANCELLED -> {
                // Ended on purpose, or never tried: the chute may be launched again at once.
            }
        }
    }

    /** It serves: what failed there before is forgotten. */
    void worked(String deploymentId) {
        backoffs.worked(deploymentId);
    }

    private void failed(Deployment ended, Reason reason) {
        backoffs.lock(
                ended.chuteId(),
                ended.serverId(),
                reason.name(),
                clock.instant(),
                setbacks.afterFailure(),
                setbacks.longest());
    }

    /** As the planner was tried with them, but begun as the setting says. */
    private static Setbacks setbacks(Periods periods) {
        Setbacks usual = Setbacks.DEFAULT;
        long times = usual.longest().dividedBy(usual.afterFailure());
        return new Setbacks(
                periods.capacityBackoff(),
                periods.failureBackoff(),
                periods.failureBackoff().multipliedBy(times),
                usual.quarantineAfter(),
                usual.quarantineWindow(),
                usual.probeEvery());
    }

    private void leave(String subject, Reason reason, Duration period) {
        backoffs.until(subject, reason.name(), clock.instant().plus(period));
    }
}
