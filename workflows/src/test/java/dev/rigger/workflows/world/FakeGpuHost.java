package dev.rigger.workflows.world;

import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.DeviceReport.Device;
import dev.rigger.workflows.proof.GpuHostActivities;
import dev.rigger.workflows.proof.ProofAnswer;
import dev.rigger.workflows.proof.ProofChallenge;
import dev.rigger.workflows.proof.ProofOrder;
import dev.rigger.workflows.proof.ProofVerdict;
import dev.rigger.workflows.proof.VerifierActivities;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host with two GPUs, and the verifier that it answers. */
public final class FakeGpuHost implements GpuHostActivities, VerifierActivities {
    private final Journal journal;

    public volatile List<Device> devices = List.of(device(0, "NVIDIA H200"), device(1, "NVIDIA H200"));
    public volatile ProofVerdict verdict = new ProofVerdict(true, "PROVEN", "2 GPUs proven");

    public final List<ProofOrder> examined = new CopyOnWriteArrayList<>();
    /** What examinations come to instead of a verdict, one after the other. */
    public final Queue<ApplicationFailure> breaks = new ConcurrentLinkedQueue<>();

    /** What it reports instead of {@link #devices}, one report after the other. */
    public final Queue<List<Device>> reportsLater = new ConcurrentLinkedQueue<>();

    FakeGpuHost(Journal journal) {
        this.journal = journal;
    }

    public static Device device(int index, String name) {
        return new Device(index, "%032x".formatted(index + 1), name, 143_771L << 20, 132, 1_980_000, 2_048);
    }

    @Override
    public DeviceReport reportDevices(String serverName) {
        journal.note("reportDevices");
        List<Device> told = reportsLater.poll();
        return new DeviceReport(serverName, "127.0.1.1", 9_000, "cpu-reference", told == null ? devices : told);
    }

    @Override
    public ProofAnswer prove(ProofChallenge challenge) {
        journal.note("prove");
        return new ProofAnswer(challenge.proofId(), Map.of(), Map.of(), Duration.ofSeconds(1));
    }

    @Override
    public ProofVerdict examine(ProofOrder order) {
        journal.note("examine");
        examined.add(order);
        ApplicationFailure broken = breaks.poll();
        if (broken != null) {
            throw broken;
        }
        return verdict;
    }

    @Override
    public ProofChallenge makeChallenge(String proofId, DeviceReport report) {
        journal.note("makeChallenge");
        return new ProofChallenge(proofId, report.serverName(), "gpv1", "tiny", 1, 1, Map.of());
    }

    @Override
    public ProofVerdict checkAnswer(ProofAnswer answer) {
        journal.note("checkAnswer");
        return verdict;
    }
}
