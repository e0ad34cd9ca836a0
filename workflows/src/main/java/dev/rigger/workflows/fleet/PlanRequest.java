package dev.rigger.workflows.fleet;

import dev.rigger.workflows.deployment.DeploymentTimings;
import java.util.List;

/**
 * @param planId made by the coordinator before it asks, so that a second request for it finds the stored plan
 * @param brief whether the plan's launches are wanted by their number alone: they are stored, and a fleet's worth of them is
 *     more than a workflow may be answered. Coordinators that began before could ask so want them all.
 */
public record PlanRequest(
        String planId, String validator, List<FleetWake> wakes, DeploymentTimings timings, boolean brief) {}
