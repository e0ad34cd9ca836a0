package dev.rigger.workflows.onboarding;

import dev.rigger.workflows.Steps;
import dev.rigger.workflows.progress.ProgressLog;
import dev.rigger.workflows.proof.AttestationActivities;
import dev.rigger.workflows.proof.AttestationActivities.Machine;
import dev.rigger.workflows.proof.AttestationStrategy;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapOrder;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.GpuHost;
import dev.rigger.workflows.proof.GravalStrategy;
import dev.rigger.workflows.proof.ProofAnswer;
import dev.rigger.workflows.proof.ProofChallenge;
import dev.rigger.workflows.proof.ProofFailure;
import dev.rigger.workflows.proof.ProofKind;
import dev.rigger.workflows.proof.ProofStrategy;
import dev.rigger.workflows.proof.ProofVerdict;
import dev.rigger.workflows.proof.VerifierActivities;
import dev.rigger.workflows.proof.WorkStrategy;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The proof of all GPUs of a server that joins. */
final class FirstProof {
    /** How long what was started for it is being removed before the onboarding is given up. */
    private static final Duration REMOVAL = Duration.ofMinutes(30);

    private final OnboardingRequest request;
    private final ProgressLog progress;
    private final Undoing undoing;
    private @Nullable GravalStrategy started;

    FirstProof(OnboardingRequest request, ProgressLog progress, Undoing undoing) {
        this.request = request;
        this.progress = progress;
        this.undoing = undoing;
    }

    /**
     * How it is to prove itself.
     *
     * @throws ProofFailure when it cannot
     */
    ProofKind kind(NodeFacts facts) {
        // Runs that began before there was a choice prove as they did.
        if (Workflow.getVersion("proof-choice", Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
            return ProofKind.GPV1;
        }
        return Steps.patient(AttestationActivities.class, "How " + request.name() + " proves itself")
                .chooseProof(request.validator(), facts.labels())
                .orThrow();
    }

    /**
     * Asks the server what it has, compares it with its node, and has it proven.
     *
     * @param examined with times and audits; false for a run that began before there were any
     * @throws OnboardingFailure when its GPUs are not what its node promises
     * @throws ProofFailure when they are not proven
     */
    DeviceReport of(NodeFacts facts, ProofKind kind, boolean examined) {
        GpuHost host = new GpuHost(
                request.name(),
                request.timings().workerAbsence(),
                request.timings().workerGiveUp(),
                progress);
        ProofStrategy strategy = switch (kind) {
            case GPV1 -> work(host);
            case GRAVAL -> graval(facts);
            case TEE -> new AttestationStrategy(machine(facts), progress);
        };
        progress.say("asking the " + strategy.asked() + " of " + request.name() + ", gathering device info...");
        DeviceReport report = strategy.devices();
        DeviceChecks.check(facts, report, strategy.asked());
        if (examined) {
            progress.say("proving " + report.devices().size() + " GPUs (" + strategy.name() + ")...");
            ProofVerdict verdict = strategy.prove(report);
            boolean left = verdict.code().equals(ProofVerdict.LEFT_TO_VALIDATOR);
            progress.say((left ? "left to the validator: " : "proven: ") + verdict.what());
        } else {
            proveInOneAnswer(host, report);
        }
        return report;
    }

    private ProofStrategy work(GpuHost host) {
        return new WorkStrategy(
                host, request.name(), request.gpuShortRef(), request.timings().proof(), progress);
    }

    private ProofStrategy graval(NodeFacts facts) {
        BootstrapOrder order = new BootstrapOrder(
                Workflow.getInfo().getRunId(),
                request.name(),
                address(facts, "bootstrap server"),
                request.validator(),
                request.gpuShortRef(),
                facts.gpuCount(),
                facts.cpuPerGpu(),
                facts.memoryPerGpuGib(),
                request.timings().verification());
        GravalStrategy graval = new GravalStrategy(order, progress);
        undoing.before("remove its bootstrap server", () -> graval.remove(Undoing.PATIENCE));
        started = graval;
        return graval;
    }

    /** The validator has seen what it wanted: what ran on the node for it alone goes, and its GPUs are free. */
    void over() {
        GravalStrategy graval = started;
        if (graval != null) {
            graval.remove(REMOVAL);
        }
    }

    private Machine machine(NodeFacts facts) {
        return new Machine(
                request.name(), address(facts, "attestation service"), request.gpuShortRef(), request.validator());
    }

    private String address(NodeFacts facts, String asked) {
        String address = facts.ipAddress();
        if (address == null) {
            throw OnboardingFailure.of(
                    request.name(),
                    "it has no address at which its " + asked + " could be asked.",
                    "NODE_ADDRESS_MISSING",
                    "kubectl label node " + request.name() + " chutes/external-ip=<IP>, then add it again.");
        }
        return address;
    }

    /** As runs go on that began before proofs were timed and audited. */
    private void proveInOneAnswer(GpuHost host, DeviceReport report) {
        String proofId = Workflow.getInfo().getRunId();
        ProofChallenge challenge =
                Steps.patient(VerifierActivities.class, "Make the challenge").makeChallenge(proofId, report);
        progress.say("proving " + report.devices().size() + " GPUs (" + challenge.scheme() + ", profile "
                + challenge.profile() + ")...");
        ProofAnswer answer = host.prove(challenge, request.timings().proof());
        ProofVerdict verdict =
                Steps.patient(VerifierActivities.class, "Check the answer").checkAnswer(answer);
        if (!verdict.accepted()) {
            throw new ProofFailure(verdict.code(), verdict.what(), "Check the hardware.");
        }
    }
}
