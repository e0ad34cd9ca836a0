package dev.rigger.workflows.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param drainReport how often a long drain is reported
 * @param agentApi URL of the agent in the server's own cluster; null for a node of the cluster behind KUBECONFIG
 */
public record ServerOrder(
        String serverName,
        String serverId,
        String validator,
        Duration drainReport,
        @Nullable String agentApi) {
    public ServerOrder(String serverName, String serverId, String validator, Duration drainReport) {
        this(serverName, serverId, validator, drainReport, null);
    }
}
