package dev.rigger.workflows.cache;

import io.temporal.activity.ActivityInterface;

/** What a cleanup needs of the server's cluster. */
@ActivityInterface(namePrefix = "CacheJob_")
public interface CacheJobActivities {
    /** Creates the cleanup's Job, once per cleanup id. */
    void startCleanup(CachePolicy policy);

    /** Heartbeats until the Job ended; reads its report. */
    CacheReport awaitCleanup(CachePolicy policy);

    /** Deletes the Job; absent is success. */
    void removeCleanup(CachePolicy policy);
}
