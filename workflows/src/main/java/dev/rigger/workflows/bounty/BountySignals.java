package dev.rigger.workflows.bounty;

import io.temporal.activity.ActivityInterface;

/** Messages to a bounty, sent from an activity so that one that is settled is no failure. */
@ActivityInterface(namePrefix = "BountySignals_")
public interface BountySignals {
    void deploymentMoved(String bountyWorkflowId, BountyMove move);
}
