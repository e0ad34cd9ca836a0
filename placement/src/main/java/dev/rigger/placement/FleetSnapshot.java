package dev.rigger.placement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a planner may know, at one moment. Same snapshot, same plan, byte for byte: a stored one can be decided again.
 *
 * @param takenAt the planner's only clock
 * @param effort how long and with which dice it may search
 * @param rules how the validator scores at that moment
 * @param limits how much one plan may start
 * @param demandSeenAt when the validator last told what it wants; null when never. Without fresh demand nothing is
 *     launched on speculation
 * @param openLaunches launches of earlier plans that neither reserved their GPUs nor were refused yet
 * @param jobs one-shot runs that wait for somebody to take them; jobs that run are deployments
 */
public record FleetSnapshot(
        Instant takenAt,
        Effort effort,
        ScoringRules rules,
        Limits limits,
        @Nullable Instant demandSeenAt,
        List<Server> servers,
        List<Chute> chutes,
        List<Deployment> deployments,
        List<BackOff> backOffs,
        List<OpenLaunch> openLaunches,
        Learned learned,
        List<JobOffer> jobs) {

    /** Without jobs. */
    public FleetSnapshot(
            Instant takenAt,
            Effort effort,
            ScoringRules rules,
            Limits limits,
            @Nullable Instant demandSeenAt,
            List<Server> servers,
            List<Chute> chutes,
            List<Deployment> deployments,
            List<BackOff> backOffs,
            List<OpenLaunch> openLaunches,
            Learned learned) {
        this(
                takenAt,
                effort,
                rules,
                limits,
                demandSeenAt,
                servers,
                chutes,
                deployments,
                backOffs,
                openLaunches,
                learned,
                List.of());
    }

    public FleetSnapshot {
        servers = List.copyOf(servers);
        chutes = List.copyOf(chutes);
        deployments = List.copyOf(deployments);
        backOffs = List.copyOf(backOffs);
        openLaunches = List.copyOf(openLaunches);
        // Snapshots that were stored before there were jobs do not name them.
        jobs = jobs == null ? List.of() : List.copyOf(jobs);
    }

    /**
     * How hard to look. Counted, not timed, so that the same limit gives the same plan on every machine.
     *
     * @param steps candidate placements that may be weighed; when they are used up, the best plan so far is given, marked
     * @param seed for policies that throw dice
     */
    public record Effort(long steps, long seed) {
        public static final Effort DEFAULT = new Effort(20_000_000, 0);
    }

    /**
     * @param ready whether it finished onboarding and is not leaving
     * @param hourlyCost USD per GPU and hour
     * @param quarantinedUntil until when it gets at most a probe, because several chutes failed on it; null when it is fine
     * @param cachedChutes ids of chutes whose image and weights lie there already
     */
    public record Server(
            String serverId,
            String name,
            boolean ready,
            boolean locked,
            boolean tee,
            double hourlyCost,
            Health health,
            Shares shares,
            @Nullable Instant quarantinedUntil,
            List<Gpu> gpus,
            List<String> cachedChutes) {

        public Server {
            gpus = List.copyOf(gpus);
            cachedChutes = List.copyOf(cachedChutes);
        }
    }

    /** What the last look at a server's cluster is worth. */
    public enum Health {
        /** Seen, and recently enough. */
        FRESH,
        /** Seen, but too long ago to act on. */
        STALE,
        UNREACHABLE
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
     * @param open whether everybody may use it; a private chute runs while its owner's session lasts
     * @param allowedCopies how many copies of ours may exist at most, an operator's wish; null when there is none
     * @param demand what the validator says of it; null when it says nothing, which allows copies
     * @param bounty the reward for the first copy, null when there is none
     * @param pinnedTo server ids to which the operator confines it; empty for no such wish
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
            boolean open,
            Worth worth,
            @Nullable Integer allowedCopies,
            @Nullable Demand demand,
            Needs needs,
            @Nullable Bounty bounty,
            List<String> pinnedTo) {

        public Chute {
            supportedGpus = List.copyOf(supportedGpus);
            pinnedTo = List.copyOf(pinnedTo);
        }
    }

    /**
     * Compute units per second of one copy, for all its GPUs together.
     *
     * @param now for a copy activated now, without a bounty
     * @param later what it is expected to drift to in the hours after, as urgency fades
     */
    public record Worth(double now, double later) {
        public static Worth steady(double multiplier) {
            return new Worth(multiplier, multiplier);
        }
    }

    /**
     * Copies of all miners, as the validator counts them.
     *
     * @param scalable whether it wants further copies
     * @param target how many active copies it wants; null when it does not say
     * @param active copies that serve
     * @param live copies that exist, started ones included
     * @param utilisation 0 to 1
     */
    public record Demand(boolean scalable, @Nullable Integer target, int active, int live, double utilisation) {}

    /** The least that a copy needs beside its GPUs; {@code diskGib} for the whole copy. */
    public record Needs(int cpusPerGpu, int memoryGibPerGpu, int diskGib) {
        public static final Needs DEFAULTS = new Needs(1, 1, 10);
    }

    /**
     * @param amount in the validator's points; 0 for an announcement of urgency alone
     * @param boost factor on the multiplier for whoever activates first
     * @param offeredAt since when it grows; null when unknown
     */
    public record Bounty(
            long amount, double boost, @Nullable Instant offeredAt) {}

    /**
     * @param multiplier compute units per second that it earns or will earn; null for its chute's own
     * @param pinned whether it is to be left alone: by the operator, or because its chute changes its version
     * @param diskGib what it frees when it goes
     * @param activatedAt since when it earns, null while it does not
     */
    public record Deployment(
            String deploymentId,
            String chuteId,
            String version,
            String serverId,
            Stage stage,
            boolean job,
            boolean preemptible,
            boolean pinned,
            @Nullable Double multiplier,
            int diskGib,
            Instant createdAt,
            @Nullable Instant activatedAt) {}

    /** Where a deployment stands, as far as decisions depend on it. */
    public enum Stage {
        /** On its way: reserved, granted, created, claimed or verified; no instance of it is known to the validator yet. */
        PENDING,
        /** On its way, and the validator counts it as an instance. */
        STARTING,
        ACTIVE,
        /** Draining or quarantined: its GPUs are still owned, but it will not serve again. */
        ENDING
    }

    /**
     * Not before {@code until}: the chute anywhere, the server for any chute, or the chute on the server.
     *
     * @param chuteId null for every chute
     * @param serverId null for every server
     */
    public record BackOff(
            @Nullable String chuteId, @Nullable String serverId, String reason, Instant until) {

        public static BackOff ofChute(String chuteId, String reason, Instant until) {
            return new BackOff(chuteId, null, reason, until);
        }

        public static BackOff ofServer(String serverId, String reason, Instant until) {
            return new BackOff(null, serverId, reason, until);
        }
    }

    /** @param jobId the job that it runs; null for a copy that serves requests */
    public record OpenLaunch(
            String deploymentId,
            String chuteId,
            String serverId,
            List<String> gpuIds,
            @Nullable String jobId) {
        public OpenLaunch(String deploymentId, String chuteId, String serverId, List<String> gpuIds) {
            this(deploymentId, chuteId, serverId, gpuIds, null);
        }

        public OpenLaunch {
            gpuIds = List.copyOf(gpuIds);
        }
    }

    /**
     * A one-shot run of a chute, on as many GPUs as the chute asks for.
     *
     * @param worth compute units per second while it runs
     * @param diskGib what it needs, for the whole run
     */
    public record JobOffer(String jobId, String chuteId, double worth, int diskGib) {}

    /** What experience taught. Empty lists are a beginner's, and priors stand in. */
    public record Learned(List<BidPrice> bidPrices, List<ColdStart> coldStarts, List<Outcomes> outcomes) {
        public static final Learned NOTHING = new Learned(List.of(), List.of(), List.of());

        public Learned {
            bidPrices = List.copyOf(bidPrices);
            coldStarts = List.copyOf(coldStarts);
            outcomes = List.copyOf(outcomes);
        }
    }

    /**
     * Times from order to activation, kept as the mean of natural logarithms (of seconds), for a chute, a server, or both.
     *
     * @param chuteId null for all chutes
     * @param serverId null for all servers
     * @param cached whether image and weights were there already
     */
    public record ColdStart(
            @Nullable String chuteId, @Nullable String serverId, boolean cached, long samples, double meanLogSeconds) {

        public Duration median() {
            return Duration.ofMillis(Math.round(Math.exp(meanLogSeconds) * 1_000));
        }
    }

    /**
     * What came of earlier launches of a chute, or on a server.
     *
     * @param chuteId null for all chutes
     * @param serverId null for all servers
     * @param granted launch tokens given
     * @param refused launch tokens refused
     * @param activated granted launches that began to serve
     * @param failed granted launches that did not
     */
    public record Outcomes(
            @Nullable String chuteId, @Nullable String serverId, int granted, int refused, int activated, int failed) {}
}
