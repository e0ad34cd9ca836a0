package dev.rigger.devnet.validator.platform;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stretch of an instance's life in which its multiplier stayed the same; the last one is open while it lives. */
public record HistoryRow(
        double computeMultiplier,
        Instant startedAt,
        @Nullable Instant endedAt) {
    /** Seconds of it that lie between two times. */
    double seconds(Instant from, Instant to) {
        Instant begin = startedAt.isAfter(from) ? startedAt : from;
        Instant end = endedAt == null || endedAt.isAfter(to) ? to : endedAt;
        return Math.max(0, Duration.between(begin, end).toMillis() / 1000.0);
    }

    HistoryRow ended(Instant at) {
        return endedAt == null ? new HistoryRow(computeMultiplier, startedAt, at) : this;
    }
}
