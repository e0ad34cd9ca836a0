package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Activations: the first takes the bounty, the loser of a race loses its instance. */
public final class ActivationDesk {
    private final Ledger ledger;
    private final LaunchTokens tokens;
    private final Room room;
    private final BountyBoard bounties;
    private final JobRuns jobs;
    private final InstanceLife life;
    private final Worth worth;
    private final Invariants invariants;
    private final ProtocolRules rules;
    private final InstantSource clock;

    ActivationDesk(
            Ledger ledger,
            LaunchTokens tokens,
            Room room,
            BountyBoard bounties,
            JobRuns jobs,
            InstanceLife life,
            Worth worth,
            Invariants invariants,
            ProtocolRules rules,
            InstantSource clock) {
        this.ledger = ledger;
        this.tokens = tokens;
        this.room = room;
        this.bounties = bounties;
        this.jobs = jobs;
        this.life = life;
        this.worth = worth;
        this.invariants = invariants;
        this.rules = rules;
        this.clock = clock;
    }

    /** {@code GET {url}/activate}; again is fine. */
    public void activate(String configId, String token) {
        // A refusal must not undo what it does to the instance, so it leaves as a value.
        Optional<Refusal> refused = ledger.change(state -> activate(state, configId, token));
        if (refused.isPresent()) {
            throw refused.get();
        }
    }

    private Optional<Refusal> activate(PlatformState state, String configId, String token) {
        LaunchConfig config = tokens.authorised(state, configId, token, 401);
        if (config.verifiedAt() == null) {
            throw new Refusal(403, "Instance is not verified");
        }
        Instance instance = LaunchTokens.standing(state, config);
        if (instance.activatedAt() != null) {
            return Optional.empty();
        }
        Duration age = Duration.between(instance.createdAt(), clock.instant());
        if (age.compareTo(rules.deadline().activation()) > 0) {
            return lost(state, instance, EndReason.TOO_LATE, new Refusal(410, "Too late to activate"));
        }
        ChuteDefinition chute = ChuteRegistry.known(state, instance.chuteId());
        int target = room.target(state, config);
        if (config.jobId() == null) {
            try {
                room.forActivation(state, chute, target);
            } catch (Refusal refusal) {
                return lost(state, instance, EndReason.NO_ROOM, refusal);
            }
        }
        activate(state, config, chute, instance, target);
        return Optional.empty();
    }

    private void activate(
            PlatformState state, LaunchConfig config, ChuteDefinition chute, Instance instance, int target) {
        Instant now = clock.instant();
        String type = NodeRecord.typeOf(state, instance);
        Bounty claimed =
                config.jobId() == null ? bounties.claim(state, chute.chuteId()).orElse(null) : null;
        double multiplier = thrashes(state, instance, now)
                ? worth.atWarmUp(chute, instance, type)
                : worth.atActivation(chute, instance, type, claimed, now);
        life.activated(state, instance, draft -> {
            draft.bounty = claimed != null;
            draft.multiplier = multiplier;
            draft.stopBillingAt = instance.billedTo() == null ? null : now.plus(InstanceRegistry.IDLE_SHUTDOWN);
        });
        if (config.jobId() == null) {
            int most = Room.beyondUpdate(state, chute, target);
            invariants.activated(state, chute, most, claimed != null, room.exempt(chute));
        } else {
            jobs.started(state, config.jobId());
        }
    }

    private Optional<Refusal> lost(PlatformState state, Instance instance, EndReason reason, Refusal refusal) {
        jobs.unclaimed(state, instance);
        life.ended(state, instance, reason, 1);
        invariants.lost(state, instance.instanceId());
        return Optional.of(refusal);
    }

    /** Whether its miner deleted an active copy of the same chute a short while ago. */
    private boolean thrashes(PlatformState state, Instance instance, Instant now) {
        @Nullable Duration window = rules.multiplier().thrashWindow();
        return window != null
                && state.ended().values().stream()
                        .anyMatch(ended -> ended.reason().equals(EndReason.MINER.text())
                                && ended.instance().activatedAt() != null
                                && ended.instance().chuteId().equals(instance.chuteId())
                                && ended.instance().minerHotkey().equals(instance.minerHotkey())
                                && Duration.between(ended.deletedAt(), now).compareTo(window) < 0);
    }
}
