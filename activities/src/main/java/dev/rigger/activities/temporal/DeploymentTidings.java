package dev.rigger.activities.temporal;

import dev.rigger.inventory.PlannedLaunch;
import dev.rigger.inventory.Plans;
import dev.rigger.workflows.deployment.InstanceEvent;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.reconcile.DeploymentNews;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Tells deployments what polling found. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class DeploymentTidings implements DeploymentNews {
    private final RunningDeployments running;
    private final Plans plans;

    DeploymentTidings(RunningDeployments running, Plans plans) {
        this.running = running;
        this.plans = plans;
    }

    @Override
    public boolean ensureRunning(String deploymentId) {
        Optional<PlannedLaunch> launch = plans.launchOf(deploymentId);
        launch.ifPresent(running::ensureRunning);
        return launch.isPresent();
    }

    @Override
    public void podSeen(String deploymentId, PodSighting sighting) {
        running.tell(deploymentId, workflow -> workflow.podSeen(sighting));
    }

    @Override
    public void instanceEvent(String deploymentId, InstanceEvent event) {
        running.tell(deploymentId, workflow -> workflow.instanceEvent(event));
    }
}
