package dev.rigger.activities.launches;

import dev.rigger.inventory.PlannedLaunch;
import dev.rigger.inventory.Plans;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentStart;
import dev.rigger.workflows.deployment.DeploymentWorkflow;
import dev.rigger.workflows.deployment.StoredOrders;
import dev.rigger.workflows.fleet.LaunchesActivities;
import io.micronaut.context.annotation.Requires;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a plan's deployments, each a workflow of its own. As children of the coordinator they would all stay in its state
 * for as long as they live, of which a server takes two thousand, and each start would write that state anew.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class Starts implements LaunchesActivities {
    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);
    /** So many cost a race nothing. */
    private static final int FEW = 4;

    private final Plans plans;
    private final WorkflowClient client;
    private final Races races;

    Starts(Plans plans, WorkflowClient client, Races races) {
        this.plans = plans;
        this.client = client;
        this.races = races;
    }

    @Override
    public int start(String planId) {
        List<PlannedLaunch> launches = plans.launchesOf(planId);
        int started = SideBySide.count(launches, launch -> {
            if (launches.size() > FEW) {
                // A launch whose head start made its Job has time; those of other plans race for theirs.
                races.giveWay();
            }
            return started(launch);
        });
        if (started < launches.size()) {
            throw new IllegalStateException("Of " + launches.size() + " deployments of plan " + planId + " "
                    + (launches.size() - started) + " could not be started");
        }
        return started;
    }

    private boolean started(PlannedLaunch launch) {
        try {
            DeploymentOrder order = StoredOrders.order(launch.order());
            DeploymentWorkflow workflow =
                    client.newWorkflowStub(DeploymentWorkflow.class, DeploymentStart.first(order));
            WorkflowClient.start(workflow::deploy, order);
            return true;
        } catch (WorkflowExecutionAlreadyStarted before) {
            return true;
        } catch (RuntimeException e) {
            LOG.warn("deployment {} could not be started", launch.deploymentId(), e);
            return false;
        }
    }
}
