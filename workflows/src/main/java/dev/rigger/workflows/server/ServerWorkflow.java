package dev.rigger.workflows.server;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * A server's owner; id {@code server/<name>}, started by whoever wants something of it, ends when nothing is left to do.
 *
 * <p>Promises: changes happen one after another; a deleted server is drained before its rows go.
 */
@WorkflowInterface
public interface ServerWorkflow {
    @WorkflowMethod
    void own(ServerOrder order);

    /** Sets the lock and answers once it is written. */
    @UpdateMethod
    void setLocked(boolean locked);

    /** Ends every deployment on it (jobs too), withdraws it at the validator, removes its schedule and its rows. */
    @SignalMethod
    void delete();

    @QueryMethod
    ServerState state();
}
