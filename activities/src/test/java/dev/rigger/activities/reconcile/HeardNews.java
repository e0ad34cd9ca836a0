package dev.rigger.activities.reconcile;

import dev.rigger.workflows.deployment.InstanceEvent;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.reconcile.DeploymentNews;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes down what deployments would have heard. */
final class HeardNews implements DeploymentNews {
    private final List<String> lines = new ArrayList<>();
    private final List<String> running = new ArrayList<>();

    @Override
    public Set<String> ensureRunning(Set<String> deploymentIds) {
        running.addAll(deploymentIds);
        return Set.of();
    }

    @Override
    public void podSeen(String deploymentId, PodSighting sighting) {
        lines.add(deploymentId + " pod " + sighting.state());
    }

    @Override
    public void instanceEvent(String deploymentId, InstanceEvent event) {
        lines.add(deploymentId + " instance " + event.kind() + " " + event.instanceId());
    }

    List<String> lines() {
        return lines;
    }

    List<String> running() {
        return running;
    }
}
