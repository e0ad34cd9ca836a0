package dev.rigger.workflows.proof;

import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** GraVal's bootstrap server on a node, with all GPUs of it. A refusal is an answer, never a failure. */
@ActivityInterface(namePrefix = "Bootstrap_")
public interface BootstrapActivities {
    /** Starts it behind a node port, unless this run has; what an earlier run left goes first. */
    BootstrapStart startServer(BootstrapOrder order);

    /** Heartbeats until it answers, and tells its GPUs where they are those of the announced type. */
    BootstrapDevices awaitDevices(BootstrapOrder order, int nodePort);

    /** Returns when nothing of it is left on the node; absent is success. */
    void removeServer(BootstrapOrder order);

    /**
     * A server that is wanted.
     *
     * @param runId of the onboarding that it belongs to
     * @param address at which the node is reached from outside
     * @param validator whose questions it answers
     * @param gpuCount all GPUs of the node
     * @param cpuPerGpu cores for each of them
     * @param memoryPerGpuGib GiB of RAM for each of them
     * @param verification the longest that the validator may take
     */
    record BootstrapOrder(
            String runId,
            String serverName,
            String address,
            String validator,
            String gpuShortRef,
            int gpuCount,
            int cpuPerGpu,
            int memoryPerGpuGib,
            Duration verification) {}

    /**
     * @param nodePort at which it will answer; 0 when refused
     * @param patience until it does
     * @param refusal null when it is started
     */
    record BootstrapStart(
            int nodePort, Duration patience, @Nullable BootstrapRefusal refusal) {}

    /** Exactly one of both is there. */
    record BootstrapDevices(
            @Nullable DeviceReport report, @Nullable BootstrapRefusal refusal) {}

    /**
     * @param code stable; docs/gpu-proof.md lists them
     * @param next what to do about it
     */
    record BootstrapRefusal(String code, String what, String next) {}
}
