package dev.rigger.monitor.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the monitor thinks of a cluster's agent. */
public enum ClusterState {
    INACTIVE,
    /** Told everything, and has not been heard since. */
    STARTING,
    ACTIVE,
    /** Has said for good what is wrong, or was not heard for an hour. */
    ERROR,
    /** Was not heard in time: what is known of it is old, and its next heartbeat is answered with a call for everything. */
    UNHEALTHY;

    public static Optional<ClusterState> of(String wire) {
        return Arrays.stream(values())
                .filter(state -> state.wire().equals(wire))
                .findFirst();
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean healthy() {
        return this == ACTIVE || this == STARTING;
    }
}
