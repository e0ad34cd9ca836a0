package dev.rigger.activities.validator;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items of the validator's lists, as far as Rigger cares; unknown fields are ignored. */
public final class Listed {
    private Listed() {}

    /**
     * A chute.
     *
     * @param code real, a placeholder or empty, depending on the validator's age; likewise {@code filename}
     * @param multiplier what a second of one copy is worth, the bounty's share left out
     * @param bountyBoost the bounty's share, 1 without
     */
    public record Chute(
            String chuteId,
            @Nullable String name,
            String image,
            String code,
            String filename,
            String refStr,
            String version,
            List<String> supportedGpus,
            int gpuCount,
            @Nullable String chutesVersion,
            boolean preemptible,
            boolean tee,
            boolean jobOnly,
            double multiplier,
            double bountyBoost) {}

    /** One of our instances. */
    public record Instance(
            String instanceId, String chuteId, @Nullable String configId, boolean active, boolean verified) {}

    /** One of our GPUs. */
    public record Node(
            String uuid,
            @Nullable String serverId,
            @Nullable Instant verifiedAt,
            @Nullable String verificationError) {}

    /** An active instance of any miner's. */
    public record ActiveInstance(String instanceId, String minerHotkey, String chuteId, double multiplier) {}

    /** A chute's standing in the autoscaler. */
    public record Utilisation(String chuteId, boolean scalable, boolean updateInProgress, int activeInstances) {}

    /** An open bounty. */
    public record Bounty(String chuteId, long amount, long secondsElapsed, long secondsRemaining) {}
}
