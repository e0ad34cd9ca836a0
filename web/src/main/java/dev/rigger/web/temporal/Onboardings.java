package dev.rigger.web.temporal;

import dev.rigger.web.answers.WebRole;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.onboarding.Admission;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import dev.rigger.workflows.onboarding.OnboardingWorkflow;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowTargetOptions;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Workflows {@code onboarding/<server>}. */
@WebRole
@Singleton
public final class Onboardings {
    /** The checks ask an agent, a cluster and a validator. */
    private static final Duration CHECKS = Duration.ofSeconds(120);

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final WorkflowClient client;
    private final WithinPatience patience;

    Onboardings(WorkflowClient client, WithinPatience patience) {
        this.client = client;
        this.patience = patience;
    }

    /** Starts the server's onboarding, or joins the one that runs; answers what its checks came to. */
    public Admission admit(OnboardingRequest request) {
        String workflowId = WorkflowIds.onboarding(request.name());
        OnboardingWorkflow onboarding = client.newWorkflowStub(
                OnboardingWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(workflowId)
                        .setTaskQueue(TaskQueues.CONTROL_PLANE)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setStaticSummary("Onboard server " + request.name())
                        .build());
        return patience.call(
                workflowId,
                CHECKS,
                () -> WorkflowClient.executeUpdateWithStart(
                        onboarding::admission,
                        UpdateOptions.<Admission>newBuilder().build(),
                        new WithStartWorkflowOperation<>(onboarding::onboard, request)));
    }

    /** @param progressStream workflow id and run id, joined by a space */
    public boolean isRunning(String progressStream) {
        String[] ids = progressStream.split(" ", 2);
        WorkflowTargetOptions.Builder run = WorkflowTargetOptions.newBuilder().setWorkflowId(ids[0]);
        if (ids.length == 2) {
            run.setRunId(ids[1]);
        }
        return patience.call(ids[0], LOOK, () -> {
            try {
                return client.newUntypedWorkflowStub(run.build()).describe().getStatus()
                        == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
            } catch (WorkflowNotFoundException forgotten) {
                return false;
            }
        });
    }
}
