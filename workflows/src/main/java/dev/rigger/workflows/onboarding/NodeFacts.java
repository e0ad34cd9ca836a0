package dev.rigger.workflows.onboarding;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes node as onboarding sees it.
 *
 * @param serverId the node's UID
 * @param ipAddress label {@code chutes/external-ip}, else the node's first usable address
 * @param gpuCount allocatable {@code nvidia.com/gpu}
 * @param cpuPerGpu cores a GPU's share is worth
 * @param memoryPerGpuGib GiB of RAM a GPU's share is worth
 * @param diskGib GiB of ephemeral storage that chutes may ask for in all; null when the cluster does not tell
 */
public record NodeFacts(
        String serverId,
        String name,
        @Nullable String ipAddress,
        boolean ready,
        int gpuCount,
        int cpuPerGpu,
        int memoryPerGpuGib,
        @Nullable Long diskGib,
        Map<String, String> labels) {
    /** The same with the disk that an earlier look measured. */
    NodeFacts withDisk(@Nullable Long measuredGib) {
        return new NodeFacts(
                serverId, name, ipAddress, ready, gpuCount, cpuPerGpu, memoryPerGpuGib, measuredGib, labels);
    }
}
