package dev.rigger.devnet.validator.platform;

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
    private static final Duration COOLDOWN = Duration.ofMinutes(10);

    private final Ledger ledger;
    private final Announcer announcer;
    private final InstantSource clock;
    private final Duration announcementWindow;

    BountyBoard(Ledger ledger, Announcer announcer, InstantSource clock, Duration announcementWindow) {
        this.ledger = ledger;
        this.announcer = announcer;
        this.clock = clock;
        this.announcementWindow = announcementWindow;
    }

    /** An open bounty with its worth at the moment of asking. */
    public record Open(String chuteId, long amount, double boost, Instant createdAt, Instant expiresAt) {}

    /** What demand without a copy does: creates one unless one is open, cooling down, or the chute is disabled. */
    public boolean offer(String chuteId) {
        return ledger.change(state -> {
            ChuteDefinition chute = ChuteRegistry.known(state, chuteId);
            Instant coolUntil = state.bountyCooldowns().get(chuteId);
            boolean cooling = coolUntil != null && clock.instant().isBefore(coolUntil);
            if (chute.disabled() || cooling || state.bounties().containsKey(chuteId)) {
                return false;
            }
            put(state, new Bounty(chuteId, clock.instant(), null, null));
            return true;
        });
    }

    /** What an operator does: a bounty there is, whatever the cooldown says. */
    public Open force(String chuteId, @Nullable Long amount) {
        return ledger.change(state -> {
            ChuteRegistry.known(state, chuteId);
            Bounty standing = state.bounties().get(chuteId);
            put(
                    state,
                    standing == null || amount != null
                            ? new Bounty(
                                    chuteId, clock.instant(), amount, standing == null ? null : standing.announcedAt())
                            : standing);
            return open(state.bounties().get(chuteId));
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
            state.bounties().values().removeIf(b -> b.age(now).compareTo(Bounty.LIFE) > 0);
            List.copyOf(state.bounties().values()).forEach(bounty -> announce(state, bounty));
            return null;
        });
    }

    /** The first activation takes it. */
    Optional<Bounty> claim(PlatformState state, String chuteId) {
        Bounty taken = state.bounties().remove(chuteId);
        if (taken != null) {
            state.bountyCooldowns().put(chuteId, clock.instant().plus(COOLDOWN));
        }
        return Optional.ofNullable(taken);
    }

    private void put(PlatformState state, Bounty bounty) {
        state.bounties().put(bounty.chuteId(), bounty);
        state.bountyCooldowns().put(bounty.chuteId(), clock.instant().plus(COOLDOWN));
        announce(state, bounty);
    }

    private void announce(PlatformState state, Bounty bounty) {
        Instant now = clock.instant();
        Instant last = bounty.announcedAt();
        if (last != null && now.isBefore(last.plus(announcementWindow))) {
            return;
        }
        ChuteDefinition chute = state.chutes().get(bounty.chuteId());
        if (chute == null) {
            return;
        }
        state.bounties().put(bounty.chuteId(), bounty.announced(now));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("chute_id", bounty.chuteId());
        data.put("bounty", bounty.amount(now));
        data.put("bounty_boost", bounty.boost(now));
        announcer.broadcast("bounty_change", data);
    }

    private Open open(@Nullable Bounty bounty) {
        if (bounty == null) {
            throw new IllegalStateException("The bounty that was just stored is missing");
        }
        Instant now = clock.instant();
        return new Open(
                bounty.chuteId(),
                bounty.amount(now),
                bounty.boost(now),
                bounty.createdAt(),
                bounty.createdAt().plus(Bounty.LIFE));
    }
}
