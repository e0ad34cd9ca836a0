package dev.rigger.workflows.onboarding;

import dev.rigger.workflows.Steps;
import dev.rigger.workflows.cache.CacheJobActivities;
import dev.rigger.workflows.cache.CachePolicy;
import dev.rigger.workflows.cache.CacheReport;
import dev.rigger.workflows.progress.ProgressLog;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/**
 * Whether pods start on the node and can use its model cache: a cache cleanup with nothing to clean, because no look at the
 * node's objects tells.
 */
final class StorageCheck {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = TIMEOUT.plusMinutes(1);
    /** So old and so much that nothing has to go. */
    private static final Duration MAX_AGE = Duration.ofDays(3650);

    private static final long MAX_BYTES = 1L << 50;
    private static final long GIB = 1L << 30;

    private final String serverName;
    private final ProgressLog progress;

    StorageCheck(String serverName, ProgressLog progress) {
        this.serverName = serverName;
        this.progress = progress;
    }

    /** @throws OnboardingFailure saying what the pod on the node came to */
    void run() {
        CachePolicy nothingToClean = new CachePolicy(
                "storage-check/" + Workflow.getInfo().getRunId(), serverName, MAX_AGE, MAX_BYTES, List.of(), TIMEOUT);
        CacheReport report;
        try {
            report = look(nothingToClean);
        } catch (ActivityFailure failure) {
            if (Steps.isCancellation(failure)) {
                throw failure;
            }
            report = new CacheReport(serverName, 0, 0, 0, "JOB_FAILED", "The cluster did not take the Job");
        }
        if (!report.code().equals("CLEANED")) {
            throw OnboardingFailure.of(
                    serverName,
                    "a pod that looks at its model cache did not end well: " + report.what() + ".",
                    "STORAGE_FOLDER_UNUSABLE",
                    "Check that the folder /var/snap/cache can be made and written on " + serverName
                            + " and that the node pulls images: kubectl get events -A --field-selector"
                            + " involvedObject.kind=Pod | grep cache-cleanup. Then add it again.");
        }
        progress.say("model cache of " + serverName + " is usable, " + report.bytesLeft() / GIB + " GiB are in it");
    }

    private static CacheReport look(CachePolicy policy) {
        Steps.patient(CacheJobActivities.class, "Start a pod that looks at the model cache", PATIENCE)
                .startCleanup(policy);
        try {
            return Steps.watching(CacheJobActivities.class, "What the pod saw", PATIENCE)
                    .awaitCleanup(policy);
        } finally {
            Workflow.newDetachedCancellationScope(
                            () -> Steps.patient(CacheJobActivities.class, "Remove the pod's Job", Undoing.PATIENCE)
                                    .removeCleanup(policy))
                    .run();
        }
    }
}
