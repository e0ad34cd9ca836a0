package dev.rigger.activities.temporal;

import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.fleet.FleetSignals;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.fleet.FleetWorkflow;
import io.micronaut.context.annotation.Requires;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes coordinators. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class FleetMessages implements FleetSignals {
    private static final Logger LOG = LoggerFactory.getLogger(FleetMessages.class);

    private final WorkflowClient client;
    private final FleetWakes wakes;

    FleetMessages(WorkflowClient client, FleetWakes wakes) {
        this.client = client;
        this.wakes = wakes;
    }

    @Override
    public void wake(String validator, FleetWake wake) {
        try {
            String workflowId = WorkflowIds.fleet(validator);
            wakes.wake(
                    workflowId,
                    wake,
                    one -> client.newWorkflowStub(FleetWorkflow.class, workflowId)
                            .wake(one));
        } catch (WorkflowNotFoundException noCoordinator) {
            LOG.debug(
                    "no coordinator runs for {}: {} is read from the inventory when one starts",
                    validator,
                    wake.kind());
        }
    }
}
