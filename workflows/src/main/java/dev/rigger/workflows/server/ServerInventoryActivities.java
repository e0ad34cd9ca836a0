package dev.rigger.workflows.server;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What a server's owner needs of the inventory. */
@ActivityInterface(namePrefix = "ServerInventory_")
public interface ServerInventoryActivities {
    void writeLock(String serverId, boolean locked);

    /** Locks it and marks it as leaving; no reservation succeeds on it from then on. */
    void markLeaving(String serverId);

    List<String> deploymentsOn(String serverId);

    List<String> gpusOf(String serverId);
}
