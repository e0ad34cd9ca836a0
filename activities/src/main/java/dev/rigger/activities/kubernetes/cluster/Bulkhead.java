package dev.rigger.activities.kubernetes.cluster;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** At most so many calls at a time, so that a hanging cluster holds few threads and no others. */
final class Bulkhead {
    private final Semaphore permits;
    private final Duration wait;
    private final String clusterName;

    Bulkhead(String clusterName, int permits, Duration wait) {
        this.clusterName = clusterName;
        this.permits = new Semaphore(permits);
        this.wait = wait;
    }

    <T> T call(Supplier<T> work) {
        if (!acquire()) {
            throw new ClusterFailure(
                    ClusterFailure.Code.CLUSTER_BUSY,
                    "Cluster " + clusterName + " already answers as many calls as it may; the step is tried again",
                    null);
        }
        try {
            return work.get();
        } finally {
            permits.release();
        }
    }

    private boolean acquire() {
        try {
            return permits.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
