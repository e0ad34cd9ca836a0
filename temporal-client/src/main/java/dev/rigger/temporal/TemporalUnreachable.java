package dev.rigger.temporal;

import java.time.Duration;

/** Nobody answers at {@code TEMPORAL_ADDRESS}. */
public final class TemporalUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TemporalUnreachable(String address, Duration patience, Throwable cause) {
        super(
                "Temporal at " + address + " did not answer within " + patience.toSeconds()
                        + " s (TEMPORAL_UNREACHABLE). Check TEMPORAL_ADDRESS, TEMPORAL_TLS and whether the server runs.",
                cause);
    }
}
