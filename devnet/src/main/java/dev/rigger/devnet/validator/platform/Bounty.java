package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reward for the first to bring up a chute that nobody runs.
 *
 * @param forcedAmount what an operator set; null for the platform's rule
 * @param announcedAt when it was last announced
 */
public record Bounty(
        String chuteId,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Long forcedAmount,
        @Nullable Instant announcedAt) {
    private static final long CEILING = 86_400;

    /** Grows with age: three points a second from a hundred, up to a ceiling. */
    public long amount(Instant now) {
        return forcedAmount != null ? forcedAmount : Math.min(3 * age(now).toSeconds() + 100, CEILING);
    }

    /** Factor on the multiplier of the instance that claims it; grows by the minute. */
    public double boost(ProtocolRules.Bounties rules, Instant now) {
        double share = Math.min(
                1, (double) age(now).toMinutes() / rules.fullBoostAfter().toMinutes());
        return rules.minBoost() + (rules.maxBoost() - rules.minBoost()) * share;
    }

    public Duration age(Instant now) {
        Duration age = Duration.between(createdAt, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    Bounty announced(Instant at) {
        return new Bounty(chuteId, createdAt, expiresAt, forcedAmount, at);
    }
}
