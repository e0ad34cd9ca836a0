package dev.rigger.activities.launches;

import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.inventory.PlannedLaunch;
import dev.rigger.inventory.Plans;
import dev.rigger.inventory.StoredPlan;
import dev.rigger.workflows.deployment.Cause;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentTimings;
import dev.rigger.workflows.deployment.StoredOrders;
import java.util.ArrayList;
import java.util.List;

/** A plan that is stored, called {@code plan}, with a launch for each name, each on a GPU of its own. */
abstract class PlannedOnPostgres extends FleetOnPostgres {
    void plan(String... names) {
        List<PlannedLaunch> launches = new ArrayList<>();
        for (String name : names) {
            List<String> gpus = List.of(gpuIds.get(launches.size()));
            DeploymentOrder order = new DeploymentOrder(
                    id(name),
                    id("plan"),
                    validator,
                    chute,
                    "a chute",
                    "v1",
                    server,
                    id("node"),
                    gpus,
                    Cause.BOUNTY,
                    null,
                    List.of(),
                    DeploymentTimings.DEFAULTS);
            launches.add(new PlannedLaunch(
                    id("plan"),
                    launches.size(),
                    id(name),
                    chute,
                    server,
                    gpus,
                    StoredOrders.text(order),
                    "OPEN",
                    clock.instant()));
        }
        bean(Plans.class)
                .store(
                        new StoredPlan(
                                id("plan"), validator, clock.instant(), new byte[0], new byte[0], "for the test"),
                        launches);
    }
}
