package dev.rigger.workflows.proof;

import dev.rigger.workflows.progress.ProgressLog;
import java.time.Duration;

/** GPV1: the GPUs work, and their memory is audited. */
public final class WorkStrategy implements ProofStrategy {
    private final GpuHost host;
    private final GpuProof proof;

    /** @param patience for one try */
    public WorkStrategy(GpuHost host, String serverName, String gpuShortRef, Duration patience, ProgressLog progress) {
        this.host = host;
        this.proof = new GpuProof(host, serverName, gpuShortRef, patience, progress);
    }

    @Override
    public String name() {
        return "gpv1";
    }

    @Override
    public String asked() {
        return "GPU worker";
    }

    @Override
    public DeviceReport devices() {
        return host.reportDevices();
    }

    @Override
    public ProofVerdict prove(DeviceReport report) {
        return proof.of(report, all -> all);
    }
}
