package dev.rigger.devnet.validator.platform;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running, or starting, copy of a chute at a miner's.
 *
 * @param jobId of the job it was launched for
 * @param multiplier what one of its seconds is worth
 * @param warmUpMultiplier the same without urgency and bounty
 * @param lastQueriedAt when a user's call last went there
 * @param stopBillingAt when it ends unless it is used, for one that somebody pays for
 * @param billedTo who pays; null for a public copy
 * @param consecutiveFailures calls that failed since the last that did not
 */
public record Instance(
        String instanceId,
        String chuteId,
        String version,
        String chutesVersion,
        String minerHotkey,
        String configId,
        @Nullable String jobId,
        @Nullable String deploymentId,
        String host,
        List<PortMapping> ports,
        List<String> gpuUuids,
        String gpuModelName,
        double hourlyRate,
        boolean active,
        boolean bounty,
        double multiplier,
        double warmUpMultiplier,
        int consecutiveFailures,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant verifiedAt,
        @Nullable Instant activatedAt,
        @Nullable Instant disabledAt,
        @Nullable Instant lastQueriedAt,
        @Nullable Instant stopBillingAt,
        @Nullable String billedTo) {
    public boolean verified() {
        return verifiedAt != null;
    }

    @JsonIgnore
    public InstancePhase phase() {
        if (active) {
            return InstancePhase.ACTIVE;
        }
        if (activatedAt != null) {
            return InstancePhase.DISABLED;
        }
        return verified() ? InstancePhase.VERIFIED : InstancePhase.UNVERIFIED;
    }

    /** The same instance with something changed at that time. */
    Instance changed(Instant at, Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Instance(
                instanceId,
                chuteId,
                version,
                chutesVersion,
                minerHotkey,
                configId,
                jobId,
                deploymentId,
                host,
                ports,
                gpuUuids,
                gpuModelName,
                hourlyRate,
                draft.active,
                draft.bounty,
                draft.multiplier,
                draft.warmUpMultiplier,
                draft.consecutiveFailures,
                createdAt,
                at,
                draft.verifiedAt,
                draft.activatedAt,
                draft.disabledAt,
                draft.lastQueriedAt,
                draft.stopBillingAt,
                draft.billedTo);
    }

    /** What of an instance may change; the only place where it does. */
    static final class Draft {
        boolean active;
        boolean bounty;
        double multiplier;
        double warmUpMultiplier;
        int consecutiveFailures;

        @Nullable
        Instant verifiedAt;

        @Nullable
        Instant activatedAt;

        @Nullable
        Instant disabledAt;

        @Nullable
        Instant lastQueriedAt;

        @Nullable
        Instant stopBillingAt;

        @Nullable
        String billedTo;

        private Draft(Instance from) {
            active = from.active;
            bounty = from.bounty;
            multiplier = from.multiplier;
            warmUpMultiplier = from.warmUpMultiplier;
            consecutiveFailures = from.consecutiveFailures;
            verifiedAt = from.verifiedAt;
            activatedAt = from.activatedAt;
            disabledAt = from.disabledAt;
            lastQueriedAt = from.lastQueriedAt;
            stopBillingAt = from.stopBillingAt;
            billedTo = from.billedTo;
        }
    }
}
