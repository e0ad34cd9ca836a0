package dev.rigger.workflows.proof;

import dev.rigger.workflows.Steps;
import dev.rigger.workflows.progress.ProgressLog;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One server's GPUs, examined until there is a verdict. A worker that dies or a proof that stalls is met with another try,
 * with a fresh challenge; a GPU that is gone by then ends it.
 */
public final class GpuProof {
    private static final int TRIES = 3;

    private final GpuHost host;
    private final String serverName;
    private final String gpuShortRef;
    private final Duration patience;
    private final ProgressLog progress;

    /**
     * @param gpuShortRef the type as which the GPUs are examined
     * @param patience for one try
     */
    public GpuProof(GpuHost host, String serverName, String gpuShortRef, Duration patience, ProgressLog progress) {
        this.host = host;
        this.serverName = serverName;
        this.gpuShortRef = gpuShortRef;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Returns when they are proven.
     *
     * @param reported the host's own report, just now
     * @param asked which of its GPUs
     * @throws ProofFailure when they are not
     */
    public ProofVerdict of(DeviceReport reported, UnaryOperator<DeviceReport> asked) {
        DeviceReport report = reported;
        for (int attempt = 1; ; attempt++) {
            try {
                return accepted(examine(attempt, asked.apply(report)));
            } catch (ActivityFailure broken) {
                ProofFailure failure = failure(broken);
                if (!ProofFailures.WORTH_ANOTHER_TRY.contains(failure.code()) || attempt == TRIES) {
                    throw failure;
                }
                progress.say("the proof of " + serverName + " came to no end: " + failure.code() + ": " + failure.what()
                        + "; once more with a fresh challenge (" + (attempt + 1) + " of " + TRIES + ")");
            }
            report = reportedAgain(report);
        }
    }

    private ProofVerdict examine(int attempt, DeviceReport report) {
        ProofOrder order = new ProofOrder(Workflow.getInfo().getRunId() + "/" + attempt, report, gpuShortRef);
        return Steps.watching(VerifierActivities.class, "Examine the GPUs of " + serverName, patience)
                .examine(order);
    }

    private ProofVerdict accepted(ProofVerdict verdict) {
        if (!verdict.accepted()) {
            throw new ProofFailure(verdict.code(), verdict.what(), ProofFailures.next(verdict.code(), serverName));
        }
        return verdict;
    }

    /** Waits for a worker that is gone; the one that comes may see fewer GPUs. */
    private DeviceReport reportedAgain(DeviceReport before) {
        DeviceReport now = host.reportDevices();
        Set<String> there =
                now.devices().stream().map(DeviceReport.Device::uuid).collect(Collectors.toSet());
        List<String> lost = before.devices().stream()
                .map(DeviceReport.Device::uuid)
                .filter(uuid -> !there.contains(uuid))
                .toList();
        if (!lost.isEmpty()) {
            throw new ProofFailure(
                    ProofFailures.GPU_LOST,
                    "its GPU worker does not report " + String.join(", ", lost) + " any more.",
                    ProofFailures.next(ProofFailures.GPU_LOST, serverName));
        }
        return now;
    }

    private ProofFailure failure(ActivityFailure broken) {
        if (Steps.isCancellation(broken)) {
            throw broken;
        }
        if (broken.getCause() instanceof ApplicationFailure known) {
            return new ProofFailure(
                    known.getType(), known.getOriginalMessage(), ProofFailures.next(known.getType(), serverName));
        }
        return new ProofFailure(
                ProofFailures.STALLED,
                "no verdict within " + patience.toMinutes() + " minutes.",
                ProofFailures.next(ProofFailures.STALLED, serverName));
    }
}
