package dev.rigger.activities.validator.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Items of the validator's lists, as far as Rigger cares; unknown fields are ignored. */
public final class Listed {
    private Listed() {}

    /**
     * A chute.
     *
     * @param imageId null where the validator does not say
     * @param code real, a placeholder or empty, depending on the validator's profile; likewise {@code filename}
     * @param open whether everybody may use it; false for a private one
     * @param jobPorts by method of its jobs, the ports that a run opens, such as {@code tcp:5000,udp:9000}
     * @param multiplier what a second of one copy is worth, the bounty's share left out
     * @param bountyBoost the bounty's share, 1 without
     */
    public record Chute(
            String chuteId,
            @Nullable String name,
            String image,
            @Nullable String imageId,
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
            boolean open,
            Map<String, String> jobPorts,
            double multiplier,
            double bountyBoost) {
        /** The same with another image. */
        public Chute with(String otherImage, @Nullable String otherVersion) {
            return new Chute(
                    chuteId,
                    name,
                    otherImage,
                    imageId,
                    code,
                    filename,
                    refStr,
                    version,
                    supportedGpus,
                    gpuCount,
                    otherVersion,
                    preemptible,
                    tee,
                    jobOnly,
                    open,
                    jobPorts,
                    multiplier,
                    bountyBoost);
        }
    }

    /** An image. @param patchVersion null, or which rebuild of the same tag */
    public record Image(
            String imageId,
            String username,
            String name,
            String tag,
            @Nullable String patchVersion,
            @Nullable String chutesVersion) {
        private static final String UNPATCHED = "initial";

        /** As a chute's definition names it. */
        public String reference() {
            String patch = patchVersion == null || patchVersion.equals(UNPATCHED) ? "" : "-" + patchVersion;
            return (username + "/" + name + ":" + tag).toLowerCase(java.util.Locale.ROOT) + patch;
        }
    }

    /** One of our instances. @param multiplier compute units per second; null where the validator does not say */
    public record Instance(
            String instanceId,
            String chuteId,
            @Nullable String version,
            @Nullable String configId,
            @Nullable String minerHotkey,
            boolean active,
            boolean verified,
            @Nullable Double multiplier) {}

    /** One of our GPUs. */
    public record Node(
            String uuid,
            @Nullable String serverId,
            @Nullable Long seed,
            @Nullable Instant verifiedAt,
            @Nullable String verificationError) {}

    /**
     * A job that no instance runs yet.
     *
     * @param diskGb 0 where the validator does not say
     * @param tried hotkeys that asked for it before
     * @param method which of its chute's jobs it is; null where the validator does not say
     * @param multiplier compute units per second; null where the validator does not say
     */
    public record Job(
            String jobId,
            String chuteId,
            @Nullable String version,
            int gpuCount,
            long diskGb,
            List<String> tried,
            @Nullable String method,
            @Nullable Double multiplier) {}

    /** How a chute was used lately. @param utilisation 0 to 1 */
    public record Metrics(
            String chuteId,
            double utilisation,
            long invocations,
            long errors,
            long rateLimited,
            int instances,
            double computeSeconds) {}

    /** One of our servers. */
    public record Server(
            String serverId,
            String name,
            @Nullable String ip,
            boolean tee,
            @Nullable String version,
            boolean maintenancePending,
            List<String> gpuIds) {}

    /** One of our GPUs that runs something. */
    public record InventoryItem(
            String gpuId,
            @Nullable String chuteId,
            boolean active,
            @Nullable String verificationError) {}

    /** An active instance of any miner's. */
    public record ActiveInstance(String instanceId, String minerHotkey, String chuteId, double multiplier) {}

    /**
     * A chute's standing in the autoscaler.
     *
     * @param target how many active copies it wants; null when it does not say, or says the opposite of {@code scalable}
     * @param live copies that exist, of all miners; null when it does not say
     * @param busy 0 to 1
     */
    public record Utilisation(
            String chuteId,
            boolean scalable,
            boolean updateInProgress,
            @Nullable Integer target,
            @Nullable Integer live,
            double busy) {}

    /** An open bounty. */
    public record Bounty(String chuteId, long amount, long secondsElapsed, long secondsRemaining) {}

    /**
     * A chute whose copies change from one version to the next; copies of the old one are not to be removed meanwhile.
     *
     * @param permitted copies of the new version that each hotkey may have; empty where the validator keeps no such count
     */
    public record RollingUpdate(
            String chuteId,
            @Nullable String oldVersion,
            @Nullable String newVersion,
            @Nullable Instant startedAt,
            Map<String, Integer> permitted) {}
}
