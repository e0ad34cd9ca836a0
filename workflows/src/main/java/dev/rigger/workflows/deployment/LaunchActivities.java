package dev.rigger.workflows.deployment;

import io.temporal.activity.ActivityInterface;

/** What a deployment needs of the validator. */
@ActivityInterface(namePrefix = "Validator_")
public interface LaunchActivities {
    /**
     * Asks for a launch token and stores it encrypted under the deployment. A token stored earlier and still young is
     * answered again without asking. A job is asked for once: when the answer is lost, it is given back and refused.
     * Throws a retryable failure on 5xx, timeouts and an open circuit.
     */
    LaunchToken obtainLaunchToken(String deploymentId);

    /**
     * Deletes our instance at the validator, if it has one, and gives back the job that it ran unless its pod ended by
     * itself; 404 is success.
     */
    void purgeInstance(String deploymentId);
}
