package dev.rigger.workflows.cache;

import io.temporal.activity.ActivityInterface;

/** What a cleanup needs of the inventory. */
@ActivityInterface(namePrefix = "CachePolicy_")
public interface CachePolicyActivities {
    /** The policy for that server now, per-node overrides and running chutes included. */
    CachePolicy policyFor(String cleanupId, String serverName);

    void recordReport(String cleanupId, CacheReport report);
}
