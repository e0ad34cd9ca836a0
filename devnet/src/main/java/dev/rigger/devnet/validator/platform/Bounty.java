package dev.rigger.devnet.validator.platform;

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
        @Nullable Long forcedAmount,
        @Nullable Instant announcedAt) {
    static final Duration LIFE = Duration.ofDays(1);
    private static final long CEILING = 86_400;
    private static final double MIN_BOOST = 1.1;
    private static final double MAX_BOOST = 1.5;
    private static final double MINUTES_TO_MAX_BOOST = 180;

    /** Grows with age: three points a second from a hundred, up to a ceiling. */
    public long amount(Instant now) {
        return forcedAmount != null ? forcedAmount : Math.min(3 * age(now).toSeconds() + 100, CEILING);
    }

    /** Factor on the multiplier of the instance that claims it. */
    public double boost(Instant now) {
        double minutes = age(now).toMillis() / 60_000.0;
        return MIN_BOOST + (MAX_BOOST - MIN_BOOST) * Math.min(1, minutes / MINUTES_TO_MAX_BOOST);
    }

    public Duration age(Instant now) {
        Duration age = Duration.between(createdAt, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    Bounty announced(Instant at) {
        return new Bounty(chuteId, createdAt, forcedAmount, at);
    }
}
