package dev.rigger.workflows.fleet;

import io.temporal.activity.ActivityInterface;

/**
 * Messages to the coordinator, sent from an activity: as a local one it costs a single history event, and a coordinator
 * that does not run is no failure.
 */
@ActivityInterface(namePrefix = "FleetSignals_")
public interface FleetSignals {
    /** Wakes the coordinator. One that is not running is left so: it plans when it starts. */
    void wake(String validator, FleetWake wake);
}
