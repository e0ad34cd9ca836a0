package dev.rigger.placement;

/** A policy: what to launch, evict and claim, given a fleet. Pure and deterministic: same snapshot, same plan. */
public interface Planner {

    /** Name and version, stored with every plan. */
    String policy();

    /** @throws BadSnapshotException when the snapshot contradicts itself */
    Plan plan(FleetSnapshot snapshot);
}
