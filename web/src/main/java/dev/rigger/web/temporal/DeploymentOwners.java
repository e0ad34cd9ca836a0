package dev.rigger.web.temporal;

import dev.rigger.web.answers.WebRole;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.deployment.DeploymentWorkflow;
import dev.rigger.workflows.deployment.Reason;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Workflows {@code deployment/<id>}. */
@WebRole
@Singleton
public final class DeploymentOwners {
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final WorkflowClient client;
    private final WithinPatience patience;

    DeploymentOwners(WorkflowClient client, WithinPatience patience) {
        this.client = client;
        this.patience = patience;
    }

    /** Tells the deployment to end; false when nobody owns it just now, which the next reconciliation settles. */
    public boolean purge(String deploymentId) {
        String workflowId = WorkflowIds.deployment(deploymentId);
        return patience.call(workflowId, ANSWER, () -> {
            try {
                client.newWorkflowStub(DeploymentWorkflow.class, workflowId).terminate(Reason.OPERATOR_PURGED);
                return true;
            } catch (WorkflowNotFoundException ended) {
                return false;
            }
        });
    }
}
