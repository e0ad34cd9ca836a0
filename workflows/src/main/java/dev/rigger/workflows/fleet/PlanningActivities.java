package dev.rigger.workflows.fleet;

import io.temporal.activity.ActivityInterface;

/** The planner behind the coordinator. */
@ActivityInterface(namePrefix = "Planning_")
public interface PlanningActivities {
    /** Takes a snapshot of the inventory, plans, stores the plan with its inputs, answers it. Idempotent by plan id. */
    PlanResult plan(PlanRequest request);
}
