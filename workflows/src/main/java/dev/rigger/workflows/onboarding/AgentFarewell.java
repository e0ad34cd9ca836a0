package dev.rigger.workflows.onboarding;

import dev.rigger.workflows.Steps;
import dev.rigger.workflows.progress.ProgressLog;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * The last word to the agent of a server whose rows are gone, so that nobody asks it to push again. Nothing waits for it: an
 * agent that does not hear it is told by the answer to its next push.
 */
public final class AgentFarewell {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private AgentFarewell() {}

    /** Says it, where the server has an agent. */
    public static void say(OnboardingRequest request, ProgressLog progress) {
        if (request.agentApi() == null || Workflow.getVersion("agent-stops", Workflow.DEFAULT_VERSION, 1) < 1) {
            return;
        }
        try {
            Steps.patient(NodeActivities.class, "Ask its agent to push no longer", PATIENCE)
                    .stopAgent(request);
        } catch (ActivityFailure away) {
            if (Steps.isCancellation(away)) {
                throw away;
            }
            progress.say("the agent of " + request.name() + " does not answer: it stops when it next pushes");
        }
    }
}
