package dev.rigger.workflows.reconcile;

import dev.rigger.workflows.deployment.InstanceEvent;
import dev.rigger.workflows.deployment.PodSighting;
import io.temporal.activity.ActivityInterface;
import java.util.Set;

/** What a comparison tells deployments, so that polling alone reaches what events reach. */
@ActivityInterface(namePrefix = "DeploymentNews_")
public interface DeploymentNews {
    /** Starts from their stored orders those deployments' workflows that do not run; answers those without an order. */
    Set<String> ensureRunning(Set<String> deploymentIds);

    /** A deployment that ended meanwhile is no failure. */
    void podSeen(String deploymentId, PodSighting sighting);

    /** A deployment that ended meanwhile is no failure. */
    void instanceEvent(String deploymentId, InstanceEvent event);
}
