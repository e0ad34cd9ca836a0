package dev.rigger.simulator.miner;

import java.time.Instant;

/** Simulated milliseconds as the moments that snapshots carry. */
final class Moments {
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    private Moments() {}

    static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    static long millis(Instant moment) {
        return moment.toEpochMilli() - START.toEpochMilli();
    }
}
