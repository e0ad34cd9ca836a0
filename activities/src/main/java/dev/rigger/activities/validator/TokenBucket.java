package dev.rigger.activities.validator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** At most {@code perSecond} calls in the long run, and {@code burst} at once. */
final class TokenBucket {
    private final double perSecond;
    private final double burst;
    private final InstantSource clock;
    private double tokens;
    private Instant filledAt;

    TokenBucket(int perSecond, int burst, InstantSource clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
        this.tokens = burst;
        this.filledAt = clock.instant();
    }

    /**
     * Takes a token, perhaps one that is yet to come.
     *
     * @return how long to wait before using it; or, without taking one, a negative duration when that is longer than
     *     {@code patience}
     */
    synchronized Duration take(Duration patience) {
        Instant now = clock.instant();
        double seconds = Math.max(0, Duration.between(filledAt, now).toNanos() / 1e9);
        tokens = Math.min(burst, tokens + seconds * perSecond);
        filledAt = now;
        Duration wait = Duration.ofNanos((long) (Math.max(0, 1 - tokens) / perSecond * 1e9));
        if (wait.compareTo(patience) > 0) {
            return Duration.ofNanos(-1);
        }
        tokens -= 1;
        return wait;
    }
}
