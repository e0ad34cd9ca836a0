package dev.rigger.workflows.world;

import dev.rigger.workflows.proof.AttestationActivities;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.ProofChoice;
import dev.rigger.workflows.proof.ProofKind;
import dev.rigger.workflows.proof.ProofVerdict;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A confidential machine with the GPUs of a host. */
public final class FakeMachine implements AttestationActivities {
    private final Journal journal;
    private final FakeGpuHost host;

    public volatile ProofChoice choice = ProofChoice.of(ProofKind.GPV1);
    public volatile ProofVerdict verdict = new ProofVerdict(true, "ATTESTED", "a trust domain");
    /** What it comes to instead, one question after the other. */
    public final Queue<ProofVerdict> breaks = new ConcurrentLinkedQueue<>();

    FakeMachine(Journal journal, FakeGpuHost host) {
        this.journal = journal;
        this.host = host;
    }

    @Override
    public ProofChoice chooseProof(String validator, Map<String, String> labels) {
        return choice;
    }

    @Override
    public MachineAnswer reportDevices(Machine machine) {
        journal.note("machineDevices");
        ProofVerdict broken = breaks.poll();
        return broken == null
                ? new MachineAnswer(
                        new DeviceReport(machine.serverName(), machine.address(), 30_443, "tee", host.devices),
                        new ProofVerdict(true, "DEVICES_TOLD", ""),
                        "")
                : new MachineAnswer(null, broken, "Look at port 30443.");
    }

    @Override
    public MachineAnswer attest(Machine machine, DeviceReport report) {
        journal.note("attest");
        return new MachineAnswer(null, verdict, verdict.accepted() ? "" : "Boot the network's image.");
    }
}
