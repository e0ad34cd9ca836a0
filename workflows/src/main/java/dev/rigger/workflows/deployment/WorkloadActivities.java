package dev.rigger.workflows.deployment;

import io.temporal.activity.ActivityInterface;

/** What a deployment needs of its cluster. Every method is idempotent by deployment id. */
@ActivityInterface(namePrefix = "Cluster_")
public interface WorkloadActivities {
    /** Creates code ConfigMap (old versions), Service and Job, and writes host and port to the deployment's row. */
    Workload createWorkload(String deploymentId);

    /** One live look. Throws a retryable failure when the cluster does not answer: unknown is not absent. */
    PodSighting lookAtPod(String deploymentId);

    /** Deletes Job (foreground, with the shutdown grace) and Service; absent is success. Does not wait. */
    void deleteWorkload(String deploymentId);

    /** Heartbeats until a live, complete look finds neither Job nor pod. */
    void confirmGone(String deploymentId);
}
