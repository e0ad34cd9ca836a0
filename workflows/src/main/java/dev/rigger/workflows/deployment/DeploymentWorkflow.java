package dev.rigger.workflows.deployment;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One deployment's life; id {@code deployment/<deploymentId>}, rejected when used twice.
 *
 * <p>Promises: at most one Job and one Service per id however often a step is repeated; GPUs are released only after
 * the pod is confirmed gone, whatever failed before; every end has a {@link Reason}.
 */
@WorkflowInterface
public interface DeploymentWorkflow {
    @WorkflowMethod
    DeploymentOutcome deploy(DeploymentOrder order);

    @SignalMethod
    void instanceEvent(InstanceEvent event);

    @SignalMethod
    void podSeen(PodSighting sighting);

    /** Ends the deployment, from any phase. */
    @SignalMethod
    void terminate(Reason reason);

    @QueryMethod
    DeploymentState state();
}
