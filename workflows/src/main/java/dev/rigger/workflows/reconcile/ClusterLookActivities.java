package dev.rigger.workflows.reconcile;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** The clusters' side of a pass. */
@ActivityInterface(namePrefix = "ClusterLook_")
public interface ClusterLookActivities {
    /** A live list of every cluster that belongs to the validator's servers, written to the inventory as seen. */
    List<ClusterLook> lookAtClusters(String validator);

    /** @param complete false when the cluster did not answer whole */
    record ClusterLook(String clusterName, boolean complete, int jobsSeen) {}
}
