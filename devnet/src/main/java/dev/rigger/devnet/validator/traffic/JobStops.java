package dev.rigger.devnet.validator.traffic;

import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.platform.Platform;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Users that do not want their jobs any more: the job's pod is asked to end, with {@code POST /_shutdown}; where it does not
 * listen, every miner is told {@code job_deleted} instead.
 */
public final class JobStops {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Platform platform;
    private final PodCalls pods;

    public JobStops(Platform platform, PodCalls pods) {
        this.platform = platform;
        this.pods = pods;
    }

    /** Refuses with 404 a job that nobody knows; one that is over stays as it is. */
    public Job cancel(String jobId) {
        Job cancelled = platform.jobs().cancel(jobId);
        if (cancelled.stoppedByItsUser()) {
            String id = cancelled.instanceId();
            Instance instance =
                    id == null ? null : platform.instances().byId(id).orElse(null);
            if (instance != null && !listens(instance)) {
                platform.jobs().tellDeleted(cancelled);
            }
        }
        return cancelled;
    }

    private boolean listens(Instance instance) {
        CompletableFuture<Boolean> listens = pods.ask(
                        instance, "/_shutdown", Map.of("reason", "user initiated"), PATIENCE)
                .handle((answer, failure) -> failure == null && answer.statusCode() < 300);
        return listens.join();
    }
}
