package dev.rigger.workflows.reconcile;

import io.temporal.activity.ActivityInterface;

/** The comparison itself, and what follows from it. */
@ActivityInterface(namePrefix = "Finding_")
public interface FindingActivities {
    /**
     * Compares, remembers findings, and signals the owners of those that are confirmed and within the brake; also starts
     * anew any deployment workflow that an open row lacks, and wakes the fleet when capacity or demand changed. Heartbeats.
     */
    ReconcileReport compareAndTell(String validator, Sync sync);
}
