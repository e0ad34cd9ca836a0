package dev.rigger.workflows.onboarding;

import dev.rigger.workflows.proof.DeviceReport;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What onboarding needs of the validator. */
@ActivityInterface(namePrefix = "ValidatorNode_")
public interface ValidatorNodeActivities {
    /** Checks the GPU type against the validator's catalogue: null when supported, else the refusal. */
    @Nullable
    Admission checkGpuType(OnboardingRequest request);

    /** Announces the GPUs; a repetition of an announcement that already went through answers the same task. */
    NodeAnnouncement announceNodes(OnboardingRequest request, NodeFacts facts, DeviceReport report);

    /**
     * Registers a confidential machine, which the validator attests meanwhile: final, and without a task. A repetition of a
     * registration that already went through is accepted.
     */
    NodeAnnouncement registerMachine(OnboardingRequest request, NodeFacts facts, DeviceReport report);

    /** Heartbeats until the validator's verification of the task ends. */
    NodeVerdict awaitVerification(OnboardingRequest request, String taskId);

    /** Withdraws the server and its GPUs at the validator; absent is success. */
    void withdrawServer(String validator, String serverId, List<String> gpuIds);

    /**
     * @param refusal null when accepted
     * @param seed that the server's GPUs were given; null when none was told
     */
    record NodeAnnouncement(
            @Nullable String taskId,
            @Nullable String refusal,
            @Nullable Long seed) {
        public static NodeAnnouncement accepted(String taskId, @Nullable Long seed) {
            return new NodeAnnouncement(taskId, null, seed);
        }

        public static NodeAnnouncement refused(String refusal) {
            return new NodeAnnouncement(null, refusal, null);
        }
    }

    /** @param verified whether every GPU was; {@code why} is the validator's word otherwise */
    record NodeVerdict(boolean verified, @Nullable String why) {}
}
