package dev.rigger.web.temporal;

import dev.rigger.inventory.Server;
import dev.rigger.settings.Periods;
import dev.rigger.web.answers.WebRole;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.server.ServerOrder;
import dev.rigger.workflows.server.ServerWorkflow;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Workflows {@code server/<name>}: whatever changes a server goes through its one owner. */
@WebRole
@Singleton
public final class ServerOwners {
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final WorkflowClient client;
    private final WithinPatience patience;
    private final Periods periods;

    ServerOwners(WorkflowClient client, WithinPatience patience, Periods periods) {
        this.client = client;
        this.patience = patience;
        this.periods = periods;
    }

    /** Answers once the lock is written. */
    public void setLocked(Server server, boolean locked) {
        ServerWorkflow owner = owner(server);
        patience.call(WorkflowIds.server(server.name()), ANSWER, () -> {
            WorkflowClient.executeUpdateWithStart(
                    owner::setLocked,
                    locked,
                    UpdateOptions.<Void>newBuilder().setResultClass(Void.class).build(),
                    new WithStartWorkflowOperation<>(owner::own, order(server)));
            return true;
        });
    }

    /** Answers once the owner has the message; the deletion goes on without us. */
    public void delete(Server server) {
        ServerWorkflow owner = owner(server);
        patience.call(WorkflowIds.server(server.name()), ANSWER, () -> {
            BatchRequest request = client.newSignalWithStartRequest();
            request.add(owner::own, order(server));
            request.add(owner::delete);
            return client.signalWithStart(request);
        });
    }

    private ServerOrder order(Server server) {
        return new ServerOrder(
                server.name(),
                server.serverId(),
                server.validator(),
                periods.lookAgain(),
                server.agentApi(),
                periods.drainLook());
    }

    private ServerWorkflow owner(Server server) {
        return client.newWorkflowStub(
                ServerWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.server(server.name()))
                        .setTaskQueue(TaskQueues.CONTROL_PLANE)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setStaticSummary("Own server " + server.name())
                        .build());
    }
}
