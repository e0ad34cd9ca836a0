package dev.rigger.activities.temporal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.PlannedLaunch;
import dev.rigger.inventory.Plans;
import dev.rigger.workflows.SearchKeys;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentWorkflow;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reaches the workflow of a deployment whose row is open. One that is not running is started anew with its stored order:
 * it finds by its id what it already did and goes on from there.
 */
@Singleton
public final class RunningDeployments {

    private final WorkflowClient client;
    private final Plans plans;
    private final ObjectMapper json = JacksonJsonPayloadConverter.newDefaultObjectMapper();

    public RunningDeployments(WorkflowClient client, Plans plans) {
        this.client = client;
        this.plans = plans;
    }

    /** Sends the message to the running workflow; answers false when there is none. */
    public boolean tell(String deploymentId, Consumer<DeploymentWorkflow> message) {
        try {
            message.accept(client.newWorkflowStub(DeploymentWorkflow.class, WorkflowIds.deployment(deploymentId)));
            return true;
        } catch (WorkflowNotFoundException e) {
            return false;
        }
    }

    /** Sends the message; starts the workflow first when it is not running although its row is open. */
    public void tellOrRevive(Deployment row, Consumer<DeploymentWorkflow> message) {
        if (!tell(row.deploymentId(), message)) {
            ensureRunning(row);
            tell(row.deploymentId(), message);
        }
    }

    /** Starts the workflow of an open row unless it runs; answers whether an order for it was found. */
    public boolean ensureRunning(Deployment row) {
        Optional<DeploymentOrder> order = orderOf(row);
        order.ifPresent(this::start);
        return order.isPresent();
    }

    /** Starts the workflow of a planned launch unless it runs. */
    public void ensureRunning(PlannedLaunch launch) {
        start(parsed(launch.order()));
    }

    private void start(DeploymentOrder order) {
        DeploymentWorkflow workflow = client.newWorkflowStub(DeploymentWorkflow.class, options(order));
        WorkflowClient.start(workflow::deploy, order);
    }

    private Optional<DeploymentOrder> orderOf(Deployment row) {
        return plans.launchOf(row.deploymentId()).map(PlannedLaunch::order).map(this::parsed);
    }

    private DeploymentOrder parsed(String order) {
        try {
            return json.readValue(order, DeploymentOrder.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored order cannot be read", e);
        }
    }

    private static WorkflowOptions options(DeploymentOrder order) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.deployment(order.deploymentId()))
                .setTaskQueue(TaskQueues.CONTROL_PLANE)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchKeys.DEPLOYMENT_ID, order.deploymentId())
                        .set(SearchKeys.CHUTE_ID, order.chuteId())
                        .set(SearchKeys.SERVER_NAME, order.serverName())
                        .build())
                .setStaticSummary(order.chuteName() + " on " + order.serverName() + ", taken up again")
                .build();
    }
}
