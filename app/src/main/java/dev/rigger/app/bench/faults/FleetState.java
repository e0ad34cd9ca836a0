package dev.rigger.app.bench.faults;

/** What a fleet is doing when a fault strikes. */
public enum FleetState {
    /** Servers, and nothing to run on them. */
    IDLE,
    /** Chutes come and go while the fault lasts. */
    LAUNCHING,
    /** The same, beside many deployments that serve. */
    SERVING
}
