package dev.rigger.workflows.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param drainReport how often a long drain is reported
 * @param agentApi URL of the agent in the server's own cluster; null for a node of the cluster behind KUBECONFIG
 * @param firstLook before it is first looked again whether the server's deployments are gone; doubles up to
 *     {@code drainReport}; orders given before it could be chosen lack it
 */
public record ServerOrder(
        String serverName,
        String serverId,
        String validator,
        Duration drainReport,
        @Nullable String agentApi,
        @Nullable Duration firstLook) {
    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    public ServerOrder(String serverName, String serverId, String validator, Duration drainReport) {
        this(serverName, serverId, validator, drainReport, null, FIRST_LOOK);
    }

    @Override
    public Duration firstLook() {
        return firstLook == null ? FIRST_LOOK : firstLook;
    }
}
