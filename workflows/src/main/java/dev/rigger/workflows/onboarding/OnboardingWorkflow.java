package dev.rigger.workflows.onboarding;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * A GPU server joins; id {@code onboarding/<server>}, one run at a time.
 *
 * <p>Promises: the checks are answered before anything is written; every step that a later failure must undo is undone,
 * in reverse; a caller who comes back finds the whole story in the progress lines of this id.
 */
@WorkflowInterface
public interface OnboardingWorkflow {
    @WorkflowMethod
    OnboardingOutcome onboard(OnboardingRequest request);

    /** The checks' result, for update-with-start: awaits them, and answers the same to everyone who asks. */
    @UpdateMethod
    Admission admission();

    /** The validator verified a GPU of this server. */
    @SignalMethod
    void gpuVerified(String gpuId);

    @QueryMethod
    OnboardingState state();
}
