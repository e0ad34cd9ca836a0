package dev.rigger.activities.temporal;

import dev.rigger.workflows.deployment.InstanceEvent;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.reconcile.DeploymentNews;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Set;

/** Tells deployments what polling found. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class DeploymentTidings implements DeploymentNews {
    private final RunningDeployments running;

    DeploymentTidings(RunningDeployments running) {
        this.running = running;
    }

    @Override
    public Set<String> ensureRunning(Set<String> deploymentIds) {
        return running.ensureRunning(deploymentIds);
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
