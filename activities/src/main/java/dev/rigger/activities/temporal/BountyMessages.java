package dev.rigger.activities.temporal;

import dev.rigger.workflows.bounty.BountyMove;
import dev.rigger.workflows.bounty.BountySignals;
import dev.rigger.workflows.bounty.BountyWorkflow;
import io.micronaut.context.annotation.Requires;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells bounties how far their deployments got. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class BountyMessages implements BountySignals {
    private static final Logger LOG = LoggerFactory.getLogger(BountyMessages.class);

    private final WorkflowClient client;

    BountyMessages(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public void deploymentMoved(String bountyWorkflowId, BountyMove move) {
        try {
            client.newWorkflowStub(BountyWorkflow.class, bountyWorkflowId).deploymentMoved(move);
        } catch (WorkflowNotFoundException settled) {
            LOG.debug("{} is settled, {} comes too late for it", bountyWorkflowId, move.phase());
        }
    }
}
