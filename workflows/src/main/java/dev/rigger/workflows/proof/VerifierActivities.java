package dev.rigger.workflows.proof;

import io.temporal.activity.ActivityInterface;

/** Our own verifier: pure computation, needs no GPU. */
@ActivityInterface(namePrefix = "Verifier_")
public interface VerifierActivities {
    /**
     * Examines the ordered GPUs at their host's verification port: their work in its window, their memory by audits.
     * Heartbeats with {@link ProofProgress}. A verdict stands: whoever asks again gets the same. Fails for good with a type of
     * {@link ProofFailures} where the host gives no answer to judge.
     */
    ProofVerdict examine(ProofOrder order);

    /** Makes a challenge for the reported GPUs; idempotent by {@code proofId}. */
    ProofChallenge makeChallenge(String proofId, DeviceReport report);

    /** Checks an answer, once: the verdict is stored and answered again. */
    ProofVerdict checkAnswer(ProofAnswer answer);
}
