package dev.rigger.workflows.reconcile;

import dev.rigger.workflows.deployment.InstanceEvent;
import dev.rigger.workflows.deployment.PodSighting;
import io.temporal.activity.ActivityInterface;

/** What a comparison tells deployments, so that polling alone reaches what events reach. */
@ActivityInterface(namePrefix = "DeploymentNews_")
public interface DeploymentNews {
    /** Starts the deployment's workflow from its stored order unless it runs; false when no order is stored. */
    boolean ensureRunning(String deploymentId);

    /** A deployment that ended meanwhile is no failure. */
    void podSeen(String deploymentId, PodSighting sighting);

    /** A deployment that ended meanwhile is no failure. */
    void instanceEvent(String deploymentId, InstanceEvent event);
}
