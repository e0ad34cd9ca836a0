package dev.rigger.workflows.onboarding;

import dev.rigger.workflows.Steps;
import dev.rigger.workflows.progress.ProgressLog;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.GpuHost;
import dev.rigger.workflows.proof.GpuProof;
import dev.rigger.workflows.proof.ProofAnswer;
import dev.rigger.workflows.proof.ProofChallenge;
import dev.rigger.workflows.proof.ProofFailure;
import dev.rigger.workflows.proof.ProofVerdict;
import dev.rigger.workflows.proof.VerifierActivities;
import io.temporal.workflow.Workflow;

/** The proof of all GPUs of a server that joins. */
final class FirstProof {
    private final OnboardingRequest request;
    private final ProgressLog progress;

    FirstProof(OnboardingRequest request, ProgressLog progress) {
        this.request = request;
        this.progress = progress;
    }

    /**
     * Asks the host what it has, compares it with its node, and has it proven.
     *
     * @param examined with times and audits; false for a run that began before there were any
     * @throws OnboardingFailure when its GPUs are not what its node promises
     * @throws ProofFailure when they are not proven
     */
    DeviceReport of(NodeFacts facts, boolean examined) {
        GpuHost host = new GpuHost(
                request.name(),
                request.timings().workerAbsence(),
                request.timings().workerGiveUp(),
                progress);
        progress.say("asking the GPU worker of " + request.name() + ", gathering device info...");
        DeviceReport report = host.reportDevices();
        DeviceChecks.check(facts, report);
        if (examined) {
            examine(host, report);
        } else {
            proveInOneAnswer(host, report);
        }
        return report;
    }

    private void examine(GpuHost host, DeviceReport report) {
        progress.say("proving " + report.devices().size() + " GPUs (gpv1)...");
        ProofVerdict verdict = new GpuProof(
                        host,
                        request.name(),
                        request.gpuShortRef(),
                        request.timings().proof(),
                        progress)
                .of(report, all -> all);
        progress.say("proven: " + verdict.what());
    }

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
