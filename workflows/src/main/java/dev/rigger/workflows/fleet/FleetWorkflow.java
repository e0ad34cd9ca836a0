package dev.rigger.workflows.fleet;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * The coordinator of one validator's fleet; id {@code fleet/<validator>}, signalled with start.
 *
 * <p>Promises: whatever is queued is planned once, together; a plan is stored before it is acted on; launches are
 * started as children that live on by themselves; nothing is planned while paused.
 */
@WorkflowInterface
public interface FleetWorkflow {
    @WorkflowMethod
    void coordinate(FleetMemory memory);

    /** Something changed: a bounty, a chute, free capacity. Twice is once. */
    @SignalMethod
    void wake(FleetWake wake);

    @SignalMethod
    void pause(boolean paused);

    @QueryMethod
    FleetState state();
}
