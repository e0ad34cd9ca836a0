package dev.rigger.workflows.cache;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One cleanup of one server's model cache; started by the Schedule {@code cache/<server>}.
 *
 * <p>Promises: never removes what a deployment on that server uses; leaves no Job behind; its report is kept.
 */
@WorkflowInterface
public interface CacheCleanupWorkflow {
    @WorkflowMethod
    CacheReport clean(String serverName);
}
