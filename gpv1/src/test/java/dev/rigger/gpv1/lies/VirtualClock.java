package dev.rigger.gpv1.lies;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Goes only when somebody says that time has passed. */
final class VirtualClock implements InstantSource {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
