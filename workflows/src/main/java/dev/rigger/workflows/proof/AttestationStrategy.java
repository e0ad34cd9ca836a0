package dev.rigger.workflows.proof;

import dev.rigger.workflows.Steps;
import dev.rigger.workflows.progress.ProgressLog;
import dev.rigger.workflows.proof.AttestationActivities.Machine;
import dev.rigger.workflows.proof.AttestationActivities.MachineAnswer;
import io.temporal.workflow.Functions;
import java.time.Duration;
import java.util.Set;

/** TEE: the machine's hardware vouches for it. The last word is the validator's, which asks by itself. */
public final class AttestationStrategy implements ProofStrategy {
    private static final int TRIES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Those after which another try may go better. */
    private static final Set<String> PASSING =
            Set.of("ATTESTATION_UNREACHABLE", "ATTESTATION_LATE", "ATTESTATION_BROKEN", "NONCE_MISMATCH");

    private final Machine machine;
    private final ProgressLog progress;

    public AttestationStrategy(Machine machine, ProgressLog progress) {
        this.machine = machine;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "tee";
    }

    @Override
    public String asked() {
        return "attestation service";
    }

    @Override
    public DeviceReport devices() {
        MachineAnswer answer = asked(() -> Steps.patient(
                        AttestationActivities.class, "Which GPUs " + machine.serverName() + " has", PATIENCE)
                .reportDevices(machine));
        progress.say("Verified attestation service is available for " + machine.serverName() + "[" + machine.address()
                + "]");
        DeviceReport report = answer.report();
        if (report == null) {
            throw new IllegalStateException("an accepted answer has a report");
        }
        return report;
    }

    @Override
    public ProofVerdict prove(DeviceReport report) {
        return asked(() -> Steps.patient(AttestationActivities.class, "Evidence of " + machine.serverName(), PATIENCE)
                        .attest(machine, report))
                .verdict();
    }

    private MachineAnswer asked(Functions.Func<MachineAnswer> question) {
        for (int attempt = 1; ; attempt++) {
            MachineAnswer answer = question.apply();
            ProofVerdict verdict = answer.verdict();
            if (verdict.accepted()) {
                return answer;
            }
            if (!PASSING.contains(verdict.code()) || attempt == TRIES) {
                throw new ProofFailure(verdict.code(), verdict.what() + ".", answer.next());
            }
            Steps.await(PAUSE, "Ask " + machine.serverName() + " again: " + verdict.code(), () -> false);
        }
    }
}
