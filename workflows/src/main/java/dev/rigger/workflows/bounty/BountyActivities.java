package dev.rigger.workflows.bounty;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What a bounty needs of the inventory. */
@ActivityInterface(namePrefix = "BountyLedger_")
public interface BountyActivities {
    /** Ids of deployments of the chute that are on their way or active. */
    List<BountyMove> deploymentsOf(String validator, String chuteId);

    /** Keeps the outcome, for the planner's statistics and for people. */
    void recordOutcome(String validator, String chuteId, BountyNotice lastNotice, BountyOutcome outcome);
}
