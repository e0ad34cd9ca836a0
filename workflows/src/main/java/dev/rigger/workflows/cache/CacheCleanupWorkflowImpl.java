package dev.rigger.workflows.cache;

import dev.rigger.workflows.FailureTypes;
import dev.rigger.workflows.SearchKeys;
import dev.rigger.workflows.Steps;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.slf4j.Logger;

/** One cleanup: policy → Job → its report → Job removed, whatever happened → report kept. */
public final class CacheCleanupWorkflowImpl implements CacheCleanupWorkflow {
    private static final Logger LOG = Workflow.getLogger(CacheCleanupWorkflowImpl.class);
    private static final Duration CREATION_PATIENCE = Duration.ofMinutes(2);
    private static final Duration REMOVAL_PATIENCE = Duration.ofMinutes(30);

    @Override
    public CacheReport clean(String serverName) {
        Workflow.upsertTypedSearchAttributes(SearchKeys.SERVER_NAME.valueSet(serverName));
        // Known before the Job is made, and a name that Kubernetes takes.
        String cleanupId = Workflow.getInfo().getRunId();
        CachePolicy policy = Steps.call(
                CachePolicyActivities.class,
                "What may go from " + serverName,
                (CachePolicyActivities inventory) -> inventory.policyFor(cleanupId, serverName));
        CacheReport report = runJob(policy);
        Workflow.newDetachedCancellationScope(() -> {
                    removeJob(policy);
                    Workflow.upsertTypedSearchAttributes(SearchKeys.REASON.valueSet(report.code()));
                    Steps.run(
                            CachePolicyActivities.class,
                            "Keep the report: " + report.bytesFreed() + " bytes freed",
                            inventory -> inventory.recordReport(cleanupId, report));
                })
                .run();
        return report;
    }

    private static CacheReport runJob(CachePolicy policy) {
        try {
            Steps.patient(CacheJobActivities.class, "Start the cleanup Job", CREATION_PATIENCE)
                    .startCleanup(policy);
            return Steps.watching(CacheJobActivities.class, "Wait for the cleanup Job", policy.timeout())
                    .awaitCleanup(policy);
        } catch (ActivityFailure failed) {
            return new CacheReport(policy.serverName(), 0, 0, 0, code(failed), reason(failed));
        }
    }

    private static void removeJob(CachePolicy policy) {
        try {
            Steps.patient(CacheJobActivities.class, "Remove the cleanup Job", REMOVAL_PATIENCE)
                    .removeCleanup(policy);
        } catch (ActivityFailure away) {
            // The Job carries a time to live of its own; the report must be kept all the same.
            LOG.warn("the cleanup Job {} on {} could not be removed", policy.cleanupId(), policy.serverName());
        }
    }

    private static String code(ActivityFailure failed) {
        if (failed.getCause() instanceof TimeoutFailure) {
            return "TIMED_OUT";
        }
        boolean gone = failed.getCause() instanceof ApplicationFailure known
                && FailureTypes.SERVER_GONE.equals(known.getType());
        return gone ? FailureTypes.SERVER_GONE : "JOB_FAILED";
    }

    private static String reason(ActivityFailure failed) {
        if (failed.getCause() instanceof ApplicationFailure known) {
            return known.getOriginalMessage();
        }
        return failed.getCause() instanceof TimeoutFailure
                ? "the cleanup did not end in time"
                : "the cleanup was cancelled or failed";
    }
}
