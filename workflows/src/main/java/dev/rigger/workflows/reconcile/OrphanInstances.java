package dev.rigger.workflows.reconcile;

/** What the validator still holds for ours although its deployment is over. */
public interface OrphanInstances {
    /** Ends the instance at the validator; one that does not answer is asked again by the next pass. */
    void end(String validator, String chuteId, String instanceId);
}
