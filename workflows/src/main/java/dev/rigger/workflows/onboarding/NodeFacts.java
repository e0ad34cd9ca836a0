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
 * @param diskGb GB of ephemeral storage
 */
public record NodeFacts(
        String serverId,
        String name,
        @Nullable String ipAddress,
        boolean ready,
        int gpuCount,
        int cpuPerGpu,
        int memoryPerGpuGib,
        long diskGb,
        Map<String, String> labels) {}
