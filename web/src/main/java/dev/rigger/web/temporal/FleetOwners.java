package dev.rigger.web.temporal;

import dev.rigger.web.answers.WebRole;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.fleet.FleetWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/** Workflows {@code fleet/<validator>}: the coordinators. */
@WebRole
@Singleton
public final class FleetOwners {
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final WorkflowClient client;
    private final WithinPatience patience;

    FleetOwners(WorkflowClient client, WithinPatience patience) {
        this.client = client;
        this.patience = patience;
    }

    /** The operator changed something that plans heed. A coordinator that does not run plans when it starts. */
    public void planAnew(String validator) {
        String workflowId = WorkflowIds.fleet(validator);
        patience.call(workflowId, ANSWER, () -> {
            try {
                client.newWorkflowStub(FleetWorkflow.class, workflowId)
                        .wake(new FleetWake(
                                FleetWake.Kind.OPERATOR, UUID.randomUUID().toString(), null));
                return true;
            } catch (WorkflowNotFoundException notRunning) {
                return false;
            }
        });
    }
}
