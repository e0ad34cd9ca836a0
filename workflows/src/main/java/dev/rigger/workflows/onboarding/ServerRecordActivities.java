package dev.rigger.workflows.onboarding;

import dev.rigger.workflows.onboarding.ValidatorNodeActivities.NodeVerdict;
import dev.rigger.workflows.proof.DeviceReport;
import io.temporal.activity.ActivityInterface;

/** What onboarding needs of the inventory. Every method is idempotent by server. */
@ActivityInterface(namePrefix = "ServerRecord_")
public interface ServerRecordActivities {
    /** Whether a complete row of that name exists: one that finished onboarding. */
    boolean isProvisioned(String serverName);

    /** Inserts or completes the server's row. */
    void recordServer(OnboardingRequest request, NodeFacts facts);

    /** Inserts the server's GPUs, not verified yet. */
    void recordGpus(OnboardingRequest request, String serverId, DeviceReport report);

    /** Keeps the seed that the validator gave the server's GPUs. */
    void recordSeed(String serverId, long seed);

    /**
     * Keeps what the validator's verification came to, beside the verdicts on our own proofs.
     *
     * @param verdictId the same however often it is repeated
     */
    void recordVerdict(String verdictId, OnboardingRequest request, NodeVerdict verdict);

    /** Marks all GPUs verified and the server's onboarding complete. */
    void completeServer(String serverId);

    /** Removes the server's row and its GPUs; refuses while a GPU is owned. */
    void forgetServer(String serverId);
}
