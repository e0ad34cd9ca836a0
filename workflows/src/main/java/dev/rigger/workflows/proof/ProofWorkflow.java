package dev.rigger.workflows.proof;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Looks again at the GPUs of a server that has joined; id {@code proof/<server>}, started by a schedule.
 *
 * <p>Promises: hardware that is not what it was is not planned with any more; GPUs are proven anew when the last proof is old
 * or something changed; nothing is taken away from a deployment that runs, and a GPU that is in use is not proven.
 */
@WorkflowInterface
public interface ProofWorkflow {
    @WorkflowMethod
    ProofReport look(String serverName);
}
