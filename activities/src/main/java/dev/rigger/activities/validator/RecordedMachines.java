package dev.rigger.activities.validator;

import dev.rigger.inventory.GpuVerdict;
import dev.rigger.inventory.GpuVerdicts;
import dev.rigger.workflows.proof.AttestationActivities;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.ProofChoice;
import dev.rigger.workflows.proof.ProofVerdict;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Keeps what attestations come to, beside the verdicts of other proofs: once an attempt, however often it is repeated. */
final class RecordedMachines implements AttestationActivities {
    private final AttestationActivities machines;
    private final GpuVerdicts verdicts;
    private final InstantSource clock;

    RecordedMachines(AttestationActivities machines, GpuVerdicts verdicts, InstantSource clock) {
        this.machines = machines;
        this.verdicts = verdicts;
        this.clock = clock;
    }

    @Override
    public ProofChoice chooseProof(String validator, Map<String, String> labels) {
        return machines.chooseProof(validator, labels);
    }

    /** That it told its GPUs is no verdict; that it did not is one. */
    @Override
    public MachineAnswer reportDevices(Machine machine) {
        MachineAnswer answer = machines.reportDevices(machine);
        return answer.verdict().accepted() ? answer : kept(machine, answer);
    }

    @Override
    public MachineAnswer attest(Machine machine, DeviceReport report) {
        return kept(machine, machines.attest(machine, report));
    }

    private MachineAnswer kept(Machine machine, MachineAnswer answer) {
        ActivityInfo asked = Activity.getExecutionContext().getInfo();
        ProofVerdict verdict = answer.verdict();
        verdicts.save(new GpuVerdict(
                asked.getWorkflowRunId() + "/" + asked.getActivityId(),
                machine.serverName(),
                verdict.accepted(),
                verdict.code(),
                verdict.what() + (answer.next().isEmpty() ? "" : ". " + answer.next()),
                clock.instant().truncatedTo(ChronoUnit.MICROS)));
        return answer;
    }
}
