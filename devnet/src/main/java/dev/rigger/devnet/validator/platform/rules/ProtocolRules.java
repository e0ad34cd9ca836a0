package dev.rigger.devnet.validator.platform.rules;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one profile does differently from another. Code asks these values; it never asks which profile it is.
 *
 * @param validFrom the first day on which the platform went by them
 * @param drift null where a multiplier stays as it was at the activation
 */
public record ProtocolRules(
        ProtocolProfile profile,
        LocalDate validFrom,
        Bounties bounty,
        Multipliers multiplier,
        @Nullable Drift drift,
        StartUp startUp,
        Score score,
        RollingUpdates rollingUpdate,
        Deadlines deadline,
        Ladder ladder,
        Capacity capacity,
        Wire wire) {
    /**
     * @param minBoost factor of a bounty just made; grows in a straight line to {@code maxBoost}
     * @param cooldown after one was made or claimed there is no new one for the chute
     * @param worthIsTold whether its announcement says what a copy would be worth
     */
    public record Bounties(
            double minBoost,
            double maxBoost,
            Duration fullBoostAfter,
            Duration cooldown,
            Duration publicLife,
            Duration privateLife,
            Duration integratedLife,
            boolean worthIsTold) {}

    /**
     * Factors of an instance's multiplier.
     *
     * @param billed of an instance that somebody pays for: a private chute's or a job's
     * @param integrated the same for chutes of an integrated subnet
     * @param billedTee the same for confidential chutes
     * @param urgency whether the autoscaler's boost counts
     * @param urgencyWhenBilled whether it counts for a paid instance too
     * @param baseOfGpuInUse whether the base is that of the GPU in use, not of the cheapest that would do
     * @param thrashWindow who deleted an active copy within it gets no boost for the next; null where nobody minds
     */
    public record Multipliers(
            double billed,
            double integrated,
            double billedTee,
            double tee,
            boolean urgency,
            boolean urgencyWhenBilled,
            boolean manual,
            boolean bounty,
            boolean baseOfGpuInUse,
            @Nullable Duration thrashWindow) {}

    /** From {@code steadyFor} after the activation a multiplier moves to the chute's own, until {@code settledAfter}. */
    public record Drift(Duration every, Duration steadyFor, Duration settledAfter, double smallestStep) {}

    /** What the time from creation to activation is worth: a share of the full multiplier, or of the one without boosts. */
    public record StartUp(double share, boolean withoutBoosts) {}

    /**
     * @param youngDeath a public instance that dies earlier after its activation earned nothing
     * @param weights of the four features, by name; empty where only instance seconds count
     */
    public record Score(
            Method method,
            Duration window,
            Duration youngDeath,
            boolean bestHotkeyOfColdkeyOnly,
            boolean tellsTotals,
            Map<String, Double> weights,
            List<String> validReasons) {
        public enum Method {
            /** Invocations, bounties, breadth and compute, weighted. */
            FOUR_FEATURES,
            /** Seconds times multiplier. */
            INSTANCE_SECONDS
        }
    }

    /** @param spread over which all copies of the old version are replaced; {@code longestPause} between two of them */
    public record RollingUpdates(Style style, Duration spread, Duration longestPause) {
        public enum Style {
            /** Each owner is told, one instance after another, to replace its copy. */
            PUSHED,
            /** The platform ends old copies one after another; miners see deletions. */
            REPLACED
        }
    }

    /** Ages at which an instance is given up: not activated, never verified, verified and never activated. */
    public record Deadlines(Duration activation, Duration unverified, Duration inactive) {}

    /** So many failures in a row put an instance out of use for a while; so many times of that end it. */
    public record Ladder(
            int consecutiveFailures, Duration disableFor, int mostDisables, Duration window, int massOutage) {}

    /**
     * @param pendingTeeCounts a confidential chute has room for one copy beyond its target, pending ones counted
     * @param soleOwnerWaits who owns every copy gets none of the last two places
     * @param updatePermits during an update each miner may launch as many as it had, whatever the target says
     * @param teeActivates a public confidential instance always passes its activation
     * @param forgivesLowerTarget at claim and activation the target counts that stood when the token was given, if it was higher
     */
    public record Capacity(
            boolean pendingTeeCounts,
            boolean soleOwnerWaits,
            boolean updatePermits,
            boolean teeActivates,
            boolean forgivesLowerTarget,
            PrivateGates privateGates) {}

    /**
     * What a miner must run for the public before it may launch private chutes; copies that somebody pays for do not count.
     *
     * @param copies active now
     * @param gpus of those copies
     * @param firstCopyAge since the activation of the oldest one at least; null where its age is not asked
     * @param averageOver time over which it must have run {@code averageGpus} on the average; null where only now counts
     * @param waivedForTee nothing is asked for confidential chutes, nor of miners that run one
     */
    public record PrivateGates(
            int copies,
            int gpus,
            @Nullable Duration firstCopyAge,
            @Nullable Duration averageOver,
            double averageGpus,
            boolean waivedForTee) {}

    /**
     * @param absentRoutes {@code METHOD /path} of calls that this version does not serve
     * @param sourceBefore chutes of SDKs before it come with their source; null where none does
     * @param sourceIsListed whether lists of chutes have {@code code} and {@code filename} at all
     * @param nodesNameServer announced GPUs must come with their server's name
     * @param managementIsNamed whether {@code instance_created} says who manages the GPUs
     * @param signatureVersions values of {@code X-Chutes-Sig-Version} that are understood; others are taken for the first
     * @param registryProxyProves the proxy before the registry must show its secret
     */
    public record Wire(
            List<String> absentRoutes,
            @Nullable String sourceBefore,
            boolean activationNamesGpus,
            boolean disabledIsTold,
            boolean tokenIsTold,
            boolean jobNamesComputeType,
            boolean thrashIsListed,
            boolean sourceIsListed,
            boolean nodesNameServer,
            boolean managementIsNamed,
            Set<String> signatureVersions,
            boolean registryProxyProves) {}
}
