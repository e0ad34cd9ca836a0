package dev.rigger.placement;

/** A policy: what to launch, evict and claim, given a fleet. Pure and deterministic: same snapshot, same plan. */
public interface Planner {

    Plan plan(FleetSnapshot snapshot);
}
