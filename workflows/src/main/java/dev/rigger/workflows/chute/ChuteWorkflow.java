package dev.rigger.workflows.chute;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * A chute's owner; id {@code chute/<validator>/<chuteId>}, signalled with start, ends when nothing is left to do.
 *
 * <p>Promises: definitions are fetched, never taken from events; a late event never brings an old version back; a
 * deleted chute's row goes only after its deployments are gone.
 */
@WorkflowInterface
public interface ChuteWorkflow {
    /** @param given null in runs that began before these could be chosen */
    @WorkflowMethod
    void own(String validator, String chuteId, @Nullable ChutePauses given);

    @SignalMethod
    void changed(ChuteChange change);
}
