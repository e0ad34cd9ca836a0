package dev.rigger.workflows.reconcile;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One pass of comparison; started by the Schedule {@code reconcile/<validator>}. Polling alone must reach the state that
 * events reach, later.
 *
 * <p>Promises: "not in the list" is never "deleted": destructive findings need two complete looks apart in time and
 * pass the brake.
 */
@WorkflowInterface
public interface ReconcileWorkflow {
    @WorkflowMethod
    ReconcileReport reconcile(String validator);
}
