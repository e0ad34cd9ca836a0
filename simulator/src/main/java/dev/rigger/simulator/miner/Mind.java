package dev.rigger.simulator.miner;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import java.util.List;

/** Asks the policy, takes its time, and has every plan looked over by somebody else. */
final class Mind {
    private final Fleet fleet;
    private final Snapshots snapshots;
    private final Planner planner;
    private final PlanAudit audit;

    Mind(Fleet fleet, Snapshots snapshots, Planner planner, PlanAudit audit) {
        this.fleet = fleet;
        this.snapshots = snapshots;
        this.planner = planner;
        this.audit = audit;
    }

    Plan plan(List<BackOff> backOffs) {
        FleetSnapshot snapshot = snapshots.take(backOffs);
        long begun = System.nanoTime();
        Plan plan = planner.plan(snapshot);
        fleet.meter.planned(System.nanoTime() - begun, plan.quality().gap());
        fleet.meter.violated(audit.violations(snapshot, plan));
        fleet.experience.prices(plan.bidPrices());
        return plan;
    }
}
