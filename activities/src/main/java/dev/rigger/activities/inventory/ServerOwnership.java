package dev.rigger.activities.inventory;

import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Servers;
import dev.rigger.workflows.server.ServerInventoryActivities;
import io.micronaut.context.annotation.Requires;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;

/** What a server's owner reads and writes. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public class ServerOwnership implements ServerInventoryActivities {
    private final Servers servers;
    private final Gpus gpus;
    private final Deployments deployments;

    ServerOwnership(Servers servers, Gpus gpus, Deployments deployments) {
        this.servers = servers;
        this.gpus = gpus;
        this.deployments = deployments;
    }

    @Override
    public void writeLock(String serverId, boolean locked) {
        servers.setLocked(serverId, locked);
    }

    @Override
    @Transactional
    public void markLeaving(String serverId) {
        servers.setLocked(serverId, true);
        servers.setState(serverId, "LEAVING");
    }

    @Override
    public List<String> deploymentsOn(String serverId) {
        return deployments.ofServer(serverId).stream()
                .map(Deployment::deploymentId)
                .toList();
    }

    @Override
    public List<String> gpusOf(String serverId) {
        return gpus.ofServer(serverId).stream().map(Gpu::gpuId).toList();
    }
}
