package dev.rigger.workflows.reconcile;

import dev.rigger.workflows.Steps;
import dev.rigger.workflows.reconcile.ClusterLookActivities.ClusterLook;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;

/** One pass: what the validator says ∥ what the clusters show → compare, and tell the owners. */
public final class ReconcileWorkflowImpl implements ReconcileWorkflow {
    private static final Logger LOG = Workflow.getLogger(ReconcileWorkflowImpl.class);
    private static final Duration LOOK = Duration.ofMinutes(5);
    private static final Duration COMPARISON = Duration.ofMinutes(5);

    @Override
    public ReconcileReport reconcile(String validator) {
        Promise<Sync> validatorSide = Async.function(() -> pull(validator));
        Promise<List<ClusterLook>> clusterSide = Async.function(() -> look(validator));
        clusterSide.get();
        Sync sync = validatorSide.get();
        ReconcileReport report = Steps.watching(FindingActivities.class, "Compare, and tell the owners", COMPARISON)
                .compareAndTell(validator, sync);
        Workflow.setCurrentDetails(report.summary());
        return report;
    }

    private static Sync pull(String validator) {
        try {
            return Steps.watching(SyncActivities.class, "Pull the validator's lists", LOOK)
                    .pull(validator);
        } catch (ActivityFailure away) {
            if (Steps.isCancellation(away)) {
                throw away;
            }
            LOG.warn("the validator's lists did not come: nothing is concluded from them");
            return new Sync(false, false, "the validator's lists did not come");
        }
    }

    /** A cluster that was not seen whole has no complete look in the inventory, and so no part in any conclusion. */
    private static List<ClusterLook> look(String validator) {
        try {
            return Steps.watching(ClusterLookActivities.class, "Look at the clusters", LOOK)
                    .lookAtClusters(validator);
        } catch (ActivityFailure away) {
            if (Steps.isCancellation(away)) {
                throw away;
            }
            LOG.warn("the clusters could not be looked at");
            return List.of();
        }
    }
}
