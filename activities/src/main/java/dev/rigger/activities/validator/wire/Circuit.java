package dev.rigger.activities.validator.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens after some failures in a row, so that a validator in trouble is left alone; after a while lets one call through,
 * which closes it or keeps it open.
 */
final class Circuit {
    private static final int FAILURES_TO_OPEN = 5;

    private final Duration openFor;
    private final InstantSource clock;
    private int failures;
    private @Nullable Instant openedAt;

    Circuit(Duration openFor, InstantSource clock) {
        this.openFor = openFor;
        this.clock = clock;
    }

    /** Whether a call may go out now. */
    synchronized boolean lets() {
        Instant opened = openedAt;
        if (opened == null) {
            return true;
        }
        if (clock.instant().isBefore(opened.plus(openFor))) {
            return false;
        }
        openedAt = clock.instant();
        return true;
    }

    Duration openFor() {
        return openFor;
    }

    synchronized void succeeded() {
        failures = 0;
        openedAt = null;
    }

    synchronized void failed() {
        failures++;
        if (failures >= FAILURES_TO_OPEN) {
            openedAt = clock.instant();
        }
    }
}
