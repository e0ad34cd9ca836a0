package dev.rigger.placement;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a planner may know, at one moment. Same snapshot, same plan: a stored one can be decided again.
 *
 * @param takenAt the planner's only clock
 * @param openLaunches launches of earlier plans that neither reserved their GPUs nor were refused yet
 */
public record FleetSnapshot(
        Instant takenAt,
        List<Server> servers,
        List<Chute> chutes,
        List<Deployment> deployments,
        List<BackOff> backOffs,
        List<OpenLaunch> openLaunches) {

    public FleetSnapshot {
        servers = List.copyOf(servers);
        chutes = List.copyOf(chutes);
        deployments = List.copyOf(deployments);
        backOffs = List.copyOf(backOffs);
        openLaunches = List.copyOf(openLaunches);
    }

    /**
     * @param ready whether it finished onboarding and is not leaving
     * @param hourlyCost USD per GPU and hour
     */
    public record Server(
            String serverId,
            String name,
            boolean ready,
            boolean locked,
            boolean tee,
            double hourlyCost,
            Shares shares,
            List<Gpu> gpus) {

        public Server {
            if (!Double.isFinite(hourlyCost) || hourlyCost < 0) {
                throw new IllegalArgumentException("server " + name + ": hourly cost " + hourlyCost + " is no price");
            }
            gpus = List.copyOf(gpus);
        }
    }

    /**
     * What comes with each GPU of a server.
     *
     * @param freeDiskGib what the whole server still has to give; null when nobody has measured it
     */
    public record Shares(
            int cpusPerGpu, int memoryGibPerGpu, @Nullable Integer freeDiskGib) {}

    /** @param owner the deployment that holds it, null when it is free */
    public record Gpu(
            String gpuId,
            String model,
            boolean verified,
            @Nullable String owner) {}

    /**
     * @param effectiveMultiplier compute units per second of one copy, for all its GPUs together
     * @param scalable whether the validator wants further copies
     * @param allowedCopies how many copies of ours may exist at most; null leaves that to the validator
     * @param bounty the reward for the first copy, null when there is none
     */
    public record Chute(
            String chuteId,
            String name,
            String version,
            List<String> supportedGpus,
            int gpuCount,
            boolean tee,
            boolean banned,
            boolean jobOnly,
            double effectiveMultiplier,
            boolean scalable,
            @Nullable Integer allowedCopies,
            Needs needs,
            @Nullable Bounty bounty) {

        public Chute {
            if (!Double.isFinite(effectiveMultiplier)) {
                throw new IllegalArgumentException(
                        "chute " + chuteId + ": multiplier " + effectiveMultiplier + " is no number");
            }
            if (gpuCount < 1) {
                throw new IllegalArgumentException("chute " + chuteId + ": GPU count " + gpuCount + " is below 1");
            }
            supportedGpus = List.copyOf(supportedGpus);
        }
    }

    /** The least that a copy needs beside its GPUs; {@code diskGib} for the whole copy. */
    public record Needs(int cpusPerGpu, int memoryGibPerGpu, int diskGib) {
        public static final Needs DEFAULTS = new Needs(1, 1, 10);
    }

    /**
     * @param amount in the validator's points; 0 for an announcement of urgency alone
     * @param boost factor on the multiplier for whoever activates first
     */
    public record Bounty(long amount, double boost) {

        public Bounty {
            if (!Double.isFinite(boost) || boost <= 0) {
                throw new IllegalArgumentException("a bounty's boost of " + boost + " is no factor");
            }
        }
    }

    /** @param activatedAt since when it earns, null while it does not */
    public record Deployment(
            String deploymentId,
            String chuteId,
            String version,
            String serverId,
            Stage stage,
            boolean job,
            boolean preemptible,
            Instant createdAt,
            @Nullable Instant activatedAt) {}

    /** Where a deployment stands, as far as decisions depend on it. */
    public enum Stage {
        /** On its way: reserved, granted, created, claimed or verified. */
        PENDING,
        ACTIVE,
        /** Draining or quarantined: its GPUs are still owned, but it will not serve again. */
        ENDING
    }

    /** @param subject a chute's or a server's id */
    public record BackOff(String subject, String reason, Instant until) {}

    public record OpenLaunch(String deploymentId, String chuteId, String serverId, List<String> gpuIds) {
        public OpenLaunch {
            gpuIds = List.copyOf(gpuIds);
        }
    }
}
