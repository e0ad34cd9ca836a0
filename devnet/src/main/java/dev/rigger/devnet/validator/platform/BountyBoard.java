package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Open bounties: created at most once per cooldown, announced at most once per window, claimed by the first activation. */
public final class BountyBoard {
    private final Ledger ledger;
    private final Announcer announcer;
    private final ProtocolRules.Bounties rules;
    private final Worth worth;
    private final InstantSource clock;
    private final Duration announcementWindow;

    BountyBoard(
            Ledger ledger,
            Announcer announcer,
            ProtocolRules.Bounties rules,
            Worth worth,
            InstantSource clock,
            Duration announcementWindow) {
        this.ledger = ledger;
        this.announcer = announcer;
        this.rules = rules;
        this.worth = worth;
        this.clock = clock;
        this.announcementWindow = announcementWindow;
    }

    /** An open bounty with its worth at the moment of asking. */
    public record Open(String chuteId, long amount, double boost, Instant createdAt, Instant expiresAt) {}

    /** What demand without a copy does: creates one unless one is open, cooling down, or the chute is disabled. */
    public boolean offer(String chuteId) {
        return ledger.change(state -> offer(state, chuteId));
    }

    boolean offer(PlatformState state, String chuteId) {
        ChuteDefinition chute = ChuteRegistry.known(state, chuteId);
        Instant coolUntil = state.bountyCooldowns().get(chuteId);
        boolean cooling = coolUntil != null && clock.instant().isBefore(coolUntil);
        Bounty open = state.bounties().get(chuteId);
        if (open != null) {
            announce(state, open);
        }
        if (chute.disabled() || cooling || open != null) {
            return false;
        }
        put(state, bounty(chute, null, null));
        return true;
    }

    /** What an operator does: a bounty there is, whatever the cooldown says. */
    public Open force(String chuteId, @Nullable Long amount) {
        return ledger.change(state -> {
            ChuteDefinition chute = ChuteRegistry.known(state, chuteId);
            Bounty standing = state.bounties().get(chuteId);
            put(
                    state,
                    standing == null || amount != null
                            ? bounty(chute, amount, standing == null ? null : standing.announcedAt())
                            : standing);
            return open(state.bounties().get(chuteId));
        });
    }

    /** Tells every miner how badly a chute without copies is needed; it may have no bounty. */
    public void announceUrgency(String chuteId, String urgency) {
        ledger.change(state -> {
            Map<String, Object> data = announcement(state, ChuteRegistry.known(state, chuteId));
            data.put("urgency", urgency);
            announcer.publish(PlatformEvent.toMiners("bounty_change", data).publicToo());
            return null;
        });
    }

    public List<Open> all() {
        return ledger.read(
                state -> state.bounties().values().stream().map(this::open).toList());
    }

    /** Announces again what waits, and forgets what waited too long. */
    public void tick() {
        ledger.change(state -> {
            Instant now = clock.instant();
            state.bounties().values().removeIf(bounty -> now.isAfter(bounty.expiresAt()));
            List.copyOf(state.bounties().values()).forEach(bounty -> announce(state, bounty));
            return null;
        });
    }

    /** The first activation takes it. */
    Optional<Bounty> claim(PlatformState state, String chuteId) {
        Bounty taken = state.bounties().remove(chuteId);
        if (taken != null) {
            state.bountyCooldowns().put(chuteId, clock.instant().plus(rules.cooldown()));
        }
        return Optional.ofNullable(taken);
    }

    private void put(PlatformState state, Bounty bounty) {
        state.bounties().put(bounty.chuteId(), bounty);
        state.bountyCooldowns().put(bounty.chuteId(), clock.instant().plus(rules.cooldown()));
        announce(state, bounty);
    }

    private Bounty bounty(ChuteDefinition chute, @Nullable Long amount, @Nullable Instant announcedAt) {
        Duration life =
                chute.integrated() ? rules.integratedLife() : chute.open() ? rules.publicLife() : rules.privateLife();
        Instant now = clock.instant();
        return new Bounty(chute.chuteId(), now, now.plus(life), amount, announcedAt);
    }

    private void announce(PlatformState state, Bounty bounty) {
        Instant now = clock.instant();
        Instant last = bounty.announcedAt();
        ChuteDefinition chute = state.chutes().get(bounty.chuteId());
        if (chute == null || (last != null && now.isBefore(last.plus(announcementWindow)))) {
            return;
        }
        state.bounties().put(bounty.chuteId(), bounty.announced(now));
        announcer.publish(PlatformEvent.toMiners("bounty_change", announcement(state, chute))
                .publicToo());
    }

    private Map<String, Object> announcement(PlatformState state, ChuteDefinition chute) {
        Instant now = clock.instant();
        Bounty bounty = state.bounties().get(chute.chuteId());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("chute_id", chute.chuteId());
        data.put("bounty", bounty == null ? 0L : bounty.amount(now));
        if (rules.worthIsTold()) {
            data.put("effective_multiplier", worth.effective(state, chute, now));
            if (bounty != null) {
                data.put("bounty_boost", bounty.boost(rules, now));
            }
        }
        return data;
    }

    private Open open(@Nullable Bounty bounty) {
        if (bounty == null) {
            throw new IllegalStateException("The bounty that was just stored is missing");
        }
        Instant now = clock.instant();
        return new Open(
                bounty.chuteId(), bounty.amount(now), bounty.boost(rules, now), bounty.createdAt(), bounty.expiresAt());
    }
}
