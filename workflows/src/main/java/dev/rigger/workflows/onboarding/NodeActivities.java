package dev.rigger.workflows.onboarding;

import io.temporal.activity.ActivityInterface;

/** What onboarding needs of the node's cluster. */
@ActivityInterface(namePrefix = "Node_")
public interface NodeActivities {
    /**
     * Finds the node: through {@code agentApi}'s kubeconfig where one is given (stored encrypted under the server's name
     * for the steps that follow), else through KUBECONFIG. Refuses with the status and text of the wire protocol.
     */
    NodeLookup lookUpNode(OnboardingRequest request);

    /** Makes every check of the node that can be made by looking, and changes nothing. */
    NodeExamination examineNode(OnboardingRequest request);

    /** Sets the labels that make it a worker of this validator; answers the facts as they are then. */
    NodeFacts labelNode(OnboardingRequest request);

    /** Removes them. */
    void unlabelNode(OnboardingRequest request);

    /** Asks the agent of a cluster whose server is none any more to push no longer. One that does not push is no failure. */
    void stopAgent(OnboardingRequest request);
}
