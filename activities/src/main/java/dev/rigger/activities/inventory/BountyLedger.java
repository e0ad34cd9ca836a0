package dev.rigger.activities.inventory;

import dev.rigger.inventory.BountyOutcomes;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.workflows.bounty.BountyActivities;
import dev.rigger.workflows.bounty.BountyMove;
import dev.rigger.workflows.bounty.BountyNotice;
import dev.rigger.workflows.bounty.BountyOutcome;
import dev.rigger.workflows.deployment.Phase;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** What became of bounties. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class BountyLedger implements BountyActivities {
    private final Deployments deployments;
    private final BountyOutcomes outcomes;
    private final Clock clock;

    BountyLedger(Deployments deployments, BountyOutcomes outcomes, Clock clock) {
        this.deployments = deployments;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    @Override
    public List<BountyMove> deploymentsOf(String validator, String chuteId) {
        return deployments.ofChute(chuteId).stream()
                .map(BountyLedger::move)
                .filter(move -> move.phase().compareTo(Phase.ACTIVE) <= 0)
                .toList();
    }

    private static BountyMove move(Deployment row) {
        return new BountyMove(row.deploymentId(), Phase.valueOf(row.phase()), null);
    }

    @Override
    public void recordOutcome(String validator, String chuteId, BountyNotice lastNotice, BountyOutcome outcome) {
        outcomes.save(
                lastNotice.eventKey(),
                validator,
                chuteId,
                lastNotice.amount(),
                lastNotice.boost(),
                outcome.result().name(),
                outcome.deploymentId(),
                outcome.why(),
                clock.instant());
    }
}
