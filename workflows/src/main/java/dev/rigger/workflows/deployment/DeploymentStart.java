package dev.rigger.workflows.deployment;

import dev.rigger.workflows.SearchKeys;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;

/** How a deployment's workflow is started: under one id, with what people search by. */
public final class DeploymentStart {
    private DeploymentStart() {}

    /** Once and never again, however often it is asked for. */
    public static WorkflowOptions first(DeploymentOrder order) {
        return options(order)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setTypedSearchAttributes(attributes(order)
                        .set(SearchKeys.PHASE, Phase.ORDERED.name())
                        .build())
                .setStaticSummary(summary(order))
                .setStaticDetails(details(order))
                .build();
    }

    /** Again after it ended or was lost, unless it runs. */
    public static WorkflowOptions again(DeploymentOrder order) {
        return options(order)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setTypedSearchAttributes(attributes(order).build())
                .setStaticSummary(order.chuteName() + " on " + order.serverName() + ", taken up again")
                .build();
    }

    public static String summary(DeploymentOrder order) {
        return order.chuteName() + " on " + order.serverName() + ": " + order.cause();
    }

    public static String details(DeploymentOrder order) {
        return "Plan " + order.planId() + ", version " + order.version() + ", GPUs "
                + String.join(", ", order.gpuIds());
    }

    public static SearchAttributes.Builder attributes(DeploymentOrder order) {
        return SearchAttributes.newBuilder()
                .set(SearchKeys.DEPLOYMENT_ID, order.deploymentId())
                .set(SearchKeys.CHUTE_ID, order.chuteId())
                .set(SearchKeys.SERVER_NAME, order.serverName());
    }

    private static WorkflowOptions.Builder options(DeploymentOrder order) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.deployment(order.deploymentId()))
                .setTaskQueue(TaskQueues.CONTROL_PLANE);
    }
}
