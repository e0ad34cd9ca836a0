package dev.rigger.temporal;

import dev.rigger.settings.TemporalSettings;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.tuning.PollerBehaviorAutoscaling;
import io.temporal.worker.tuning.PollerBehaviorSimpleMaximum;
import java.time.Duration;
import java.util.List;

/** Sizes of our workers: slots, pollers, caches, and the version they carry when versioning is on. */
public final class WorkerShape {
    /** Name under which the control plane's workers are known to worker versioning. */
    public static final String DEPLOYMENT = "rigger";

    private static final int CACHED_WORKFLOWS = 400;
    private static final int WORKFLOW_TASKS = 64;
    private static final int LOCAL_ACTIVITIES = 128;
    /** Most of them wait, heartbeating, for a pod or a verification: virtual threads, so a slot costs little. */
    private static final int ACTIVITIES = 512;

    private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(1);
    /** The SDK's second is too little on a small machine whose cores are all busy; a real deadlock lasts. */
    private static final Duration DEADLOCK = Duration.ofSeconds(10);

    private WorkerShape() {}

    /** @param interceptors see every call of the factory's workers, in this order */
    public static WorkerFactoryOptions factory(List<WorkerInterceptor> interceptors) {
        return WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(interceptors.toArray(WorkerInterceptor[]::new))
                .setUsingVirtualWorkflowThreads(true)
                .setWorkflowCacheSize(CACHED_WORKFLOWS)
                .build();
    }

    /** The worker of queue {@code rigger}. */
    public static WorkerOptions controlPlane(TemporalSettings settings) {
        WorkerOptions.Builder options = WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setMaxConcurrentWorkflowTaskExecutionSize(WORKFLOW_TASKS)
                .setMaxConcurrentLocalActivityExecutionSize(LOCAL_ACTIVITIES)
                .setMaxConcurrentActivityExecutionSize(ACTIVITIES)
                .setWorkflowTaskPollersBehavior(new PollerBehaviorAutoscaling(4, 32, 8))
                .setActivityTaskPollersBehavior(new PollerBehaviorAutoscaling(2, 32, 4))
                .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
                .setDefaultDeadlockDetectionTimeout(DEADLOCK.toMillis());
        String buildId = settings.workerBuildId();
        if (buildId != null) {
            options.setDeploymentOptions(WorkerDeploymentOptions.newBuilder()
                    .setUseVersioning(true)
                    .setVersion(new WorkerDeploymentVersion(DEPLOYMENT, buildId))
                    .setDefaultVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
                    .build());
        }
        return options.build();
    }

    /**
     * The worker of one GPU host's queue: activities alone, one slot a GPU, on platform threads, because a proof computes.
     */
    public static WorkerOptions gpuHost(int gpus) {
        return WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(gpus)
                .setActivityTaskPollersBehavior(new PollerBehaviorSimpleMaximum(2))
                .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
                .build();
    }
}
