package dev.rigger.workflows.server;

import dev.rigger.workflows.deployment.Reason;
import io.temporal.activity.ActivityInterface;

/** Messages to deployments, sent from an activity so that one that ended long ago is no failure. */
@ActivityInterface(namePrefix = "DeploymentSignals_")
public interface DeploymentSignals {
    /**
     * Tells the deployment's workflow to end; one that is not running although its row is open is started anew first, so
     * that it drains and releases what the row still owns.
     */
    void terminate(String deploymentId, Reason reason);
}
