package dev.rigger.workflows.bounty;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One bounty's outcome; id {@code bounty/<validator>/<chuteId>}, signalled with start, so that however often it is
 * announced there is one. It follows; the coordinator, signalled side by side, acts.
 */
@WorkflowInterface
public interface BountyWorkflow {
    @WorkflowMethod
    BountyOutcome follow(BountyWatch watch);

    @SignalMethod
    void announced(BountyNotice notice);

    /** A deployment of this chute got somewhere. */
    @SignalMethod
    void deploymentMoved(BountyMove move);

    @QueryMethod
    BountyState state();
}
