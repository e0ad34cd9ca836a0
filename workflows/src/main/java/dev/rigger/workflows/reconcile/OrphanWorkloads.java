package dev.rigger.workflows.reconcile;

/** What runs in a cluster under our name although no deployment of ours is known for it. */
public interface OrphanWorkloads {
    /** Begins to delete the Job and what belongs to it; a cluster that does not answer is asked again by the next pass. */
    void delete(String cluster, String deploymentId);
}
