package dev.rigger.workflows.proof;

import io.temporal.activity.ActivityInterface;

/** Our own verifier: pure computation, needs no GPU. */
@ActivityInterface(namePrefix = "Verifier_")
public interface VerifierActivities {
    /** Makes a challenge for the reported GPUs; idempotent by {@code proofId}. */
    ProofChallenge makeChallenge(String proofId, DeviceReport report);

    /** Checks an answer, once: the verdict is stored and answered again. */
    ProofVerdict checkAnswer(ProofAnswer answer);
}
