package dev.rigger.workflows.fleet;

import dev.rigger.workflows.deployment.DeploymentTimings;
import java.time.Duration;
import java.util.List;

/**
 * What a coordinator carries from one run to the next.
 *
 * @param plansMade counts plans, so that each plan's id can be made before it is asked for
 * @param recentKeys keys of the last wakes, oldest first
 * @param pending wakes that arrived and are not planned yet
 * @param debounce how long wakes are gathered before a plan; zero plans at once
 */
public record FleetMemory(
        String validator,
        long plansMade,
        boolean paused,
        List<String> recentKeys,
        List<FleetWake> pending,
        Duration debounce,
        DeploymentTimings deploymentTimings) {
    public static FleetMemory fresh(String validator, DeploymentTimings timings) {
        return new FleetMemory(validator, 0, false, List.of(), List.of(), Duration.ZERO, timings);
    }
}
