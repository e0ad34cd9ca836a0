package dev.rigger.activities.temporal;

import dev.rigger.inventory.Deployments;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.server.DeploymentSignals;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** Tells deployments to end. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class DeploymentMessages implements DeploymentSignals {

    private final RunningDeployments running;
    private final Deployments deployments;

    DeploymentMessages(RunningDeployments running, Deployments deployments) {
        this.running = running;
        this.deployments = deployments;
    }

    @Override
    public void terminate(String deploymentId, Reason reason) {
        if (!running.tell(deploymentId, workflow -> workflow.terminate(reason))) {
            deployments
                    .byId(deploymentId)
                    .ifPresent(row -> running.tellOrRevive(row, workflow -> workflow.terminate(reason)));
        }
    }
}
