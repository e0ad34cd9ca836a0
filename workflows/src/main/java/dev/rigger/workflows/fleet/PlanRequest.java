package dev.rigger.workflows.fleet;

import dev.rigger.workflows.deployment.DeploymentTimings;
import java.util.List;

/**
 * @param planId made by the coordinator before it asks, so that a second request for it finds the stored plan
 */
public record PlanRequest(String planId, String validator, List<FleetWake> wakes, DeploymentTimings timings) {}
