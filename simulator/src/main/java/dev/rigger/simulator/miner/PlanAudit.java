package dev.rigger.simulator.miner;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Plan;
import java.util.List;

/** Whoever looks a plan over. */
public interface PlanAudit {

    /** What the plan breaks of the hard rules, a sentence each; empty when nothing. */
    List<String> violations(FleetSnapshot snapshot, Plan plan);
}
