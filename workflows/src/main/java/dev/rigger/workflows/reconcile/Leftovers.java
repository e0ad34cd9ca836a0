package dev.rigger.workflows.reconcile;

/** What deployments that are over left in a cluster besides Jobs and pods. */
@FunctionalInterface
public interface Leftovers {
    /**
     * Deletes Services of deployments that are over, and code that no deployment needs any more; a cluster that does not
     * answer is asked again by the next pass.
     */
    void sweep(String cluster);
}
