package dev.rigger.workflows.reconcile;

import io.temporal.activity.ActivityInterface;

/** The validator's side of a pass. */
@ActivityInterface(namePrefix = "Sync_")
public interface SyncActivities {
    /** Pulls chutes, instances, nodes, bounties, utilisation; writes what is new; heartbeats. */
    Sync pull(String validator);
}
