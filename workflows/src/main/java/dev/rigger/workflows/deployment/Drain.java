package dev.rigger.workflows.deployment;

import dev.rigger.workflows.Steps;
import io.temporal.common.converter.Values;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The way down: the instance is purged at the validator while Job and Service are deleted, then a live look confirms that
 * nothing is left. A cluster that does not answer holds the GPUs, for as long as it takes.
 */
final class Drain {
    private static final Logger LOG = Workflow.getLogger(Drain.class);
    private static final Duration PURGE_PATIENCE = Duration.ofSeconds(60);

    private final DeploymentOrder order;
    private final BiConsumer<Phase, Reason> enter;
    private boolean workloadMayExist;
    private boolean holdsJob;
    private @Nullable String words;

    Drain(DeploymentOrder order, BiConsumer<Phase, Reason> enter) {
        this.order = order;
        this.enter = enter;
    }

    void workloadMayExist(boolean mayExist) {
        workloadMayExist = mayExist;
    }

    /** Whether the validator thinks that we run a job. */
    void holdsJob(boolean holds) {
        holdsJob = holds;
    }

    /** Why the last attempt did not confirm that the pod is gone. */
    @Nullable
    String words() {
        return words;
    }

    boolean workloadMayExist() {
        return workloadMayExist;
    }

    /**
     * Returns once nothing of the deployment is left in the cluster; at once when nothing was ever attempted there.
     *
     * @param claimed whether its instance is known; a pod that was never heard of may claim until it is gone
     */
    void untilGone(Reason reason, boolean claimed) {
        if (!workloadMayExist) {
            if (holdsJob) {
                purgeInstance(reason);
            }
            return;
        }
        enter.accept(Phase.DRAINING, reason);
        Promise<Void> purged = Async.procedure(() -> purgeInstance(reason));
        Duration patience = order.timings()
                .shutdownGrace()
                .multipliedBy(2)
                .plus(order.timings().lookAgain());
        if (!isGoneWithin(patience)) {
            enter.accept(Phase.HELD, reason);
            Duration longest = order.timings().longestHold();
            while (!isGoneWithin(patience)) {
                patience = patience.compareTo(longest) < 0 ? patience.multipliedBy(2) : longest;
            }
        }
        purged.get();
        if (!claimed && Workflow.getVersion("purge-once-gone", Workflow.DEFAULT_VERSION, 1) == 1) {
            purgeInstance(reason);
        }
    }

    /** The Job is deleted each time: a creation that was given up may have gone through late. */
    private boolean isGoneWithin(Duration patience) {
        String summary = "Delete Job and Service on " + order.serverName();
        try {
            Steps.quicklyOrPatiently(
                    () -> {
                        Steps.quick(WorkloadActivities.class, summary).deleteWorkload(order.deploymentId());
                        return true;
                    },
                    () -> {
                        Steps.patient(WorkloadActivities.class, summary, patience)
                                .deleteWorkload(order.deploymentId());
                        return true;
                    });
            Steps.watching(WorkloadActivities.class, "Confirm that the pod is gone", patience)
                    .confirmGone(order.deploymentId());
            return true;
        } catch (ActivityFailure notYet) {
            words = why(notYet);
            LOG.warn(
                    "{} is not confirmed gone from {}: its GPUs stay held ({})",
                    order.deploymentId(),
                    order.serverName(),
                    words);
            return false;
        }
    }

    /** The cluster's failure, or what the last look saw. */
    private static String why(ActivityFailure notYet) {
        @Nullable
        String words = switch (notYet.getCause()) {
            case ApplicationFailure failure -> failure.getType() + ": " + failure.getOriginalMessage();
            case TimeoutFailure late
            when late.getCause() instanceof ApplicationFailure failure ->
                failure.getType() + ": " + failure.getOriginalMessage();
            case TimeoutFailure late -> {
                Values seen = late.getLastHeartbeatDetails();
                yield seen.getSize() == 0 ? "CLUSTER_UNREACHABLE: no look ended in time" : seen.get(0, String.class);
            }
            case null, default -> notYet.getMessage();
        };
        return words == null ? "CLUSTER_UNREACHABLE" : words;
    }

    private void purgeInstance(Reason reason) {
        if (reason == Reason.VALIDATOR_REMOVED) {
            return;
        }
        String summary = "Purge the instance at the validator";
        try {
            Steps.quicklyOrPatiently(
                    () -> {
                        Steps.quick(LaunchActivities.class, summary).purgeInstance(order.deploymentId());
                        return true;
                    },
                    () -> {
                        Steps.patient(LaunchActivities.class, summary, PURGE_PATIENCE)
                                .purgeInstance(order.deploymentId());
                        return true;
                    });
        } catch (ActivityFailure away) {
            LOG.warn("the validator could not be told that {} ends; the next comparison will", order.deploymentId());
        }
    }
}
