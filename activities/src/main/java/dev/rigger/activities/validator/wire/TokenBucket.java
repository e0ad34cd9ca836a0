package dev.rigger.activities.validator.wire;

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
    private Instant restUntil = Instant.MIN;

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
        if (now.isBefore(restUntil)) {
            wait = longerOf(wait, Duration.between(now, restUntil));
        }
        if (wait.compareTo(patience) > 0) {
            return Duration.ofNanos(-1);
        }
        tokens -= 1;
        return wait;
    }

    /** The validator asked to be left alone so long. */
    synchronized void rest(Duration asked) {
        Instant until = clock.instant().plus(asked);
        restUntil = until.isAfter(restUntil) ? until : restUntil;
    }

    private static Duration longerOf(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
