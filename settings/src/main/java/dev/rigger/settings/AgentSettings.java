package dev.rigger.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything an agent in a worker cluster was told.
 *
 * @param clusterName {@code CLUSTER_NAME}: the server's name at the control plane
 * @param namespaces {@code WATCH_NAMESPACES}: a JSON list
 * @param heartbeat {@code HEARTBEAT_INTERVAL}, seconds
 * @param timeout {@code CONTROL_PLANE_TIMEOUT}, seconds, of one call
 * @param urlFile {@code CONTROL_PLANE_URL_FILE}: where the control plane's URL outlives this process
 * @param kubeconfig {@code KUBECONFIG}; null for the cluster around us
 */
public record AgentSettings(
        MinerSettings miner,
        String clusterName,
        List<String> namespaces,
        Duration heartbeat,
        Duration timeout,
        Path urlFile,
        String bindHost,
        int port,
        @Nullable Path kubeconfig) {
    public AgentSettings {
        namespaces = List.copyOf(namespaces);
    }
}
