package dev.rigger.placement.policies;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.Limits;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import java.util.List;
import java.util.function.UnaryOperator;

/** A policy that is shown less than there is, to see what the rest is worth. */
record Blinkered(Planner policyOf, UnaryOperator<FleetSnapshot> shown, String name) implements Planner {

    @Override
    public String policy() {
        return policyOf.policy() + "+" + name;
    }

    @Override
    public Plan plan(FleetSnapshot snapshot) {
        return policyOf.plan(shown.apply(snapshot));
    }

    /** Bounties are there, because private chutes need them, but seem to add nothing. */
    static FleetSnapshot withoutBoosts(FleetSnapshot of) {
        return of(
                of,
                of.limits(),
                of.chutes().stream().map(Blinkered::withoutBoost).toList());
    }

    static FleetSnapshot withLimits(FleetSnapshot of, Limits limits) {
        return of(of, limits, of.chutes());
    }

    private static FleetSnapshot of(FleetSnapshot of, Limits limits, List<Chute> chutes) {
        return new FleetSnapshot(
                of.takenAt(),
                of.effort(),
                of.rules(),
                limits,
                of.demandSeenAt(),
                of.servers(),
                chutes,
                of.deployments(),
                of.backOffs(),
                of.openLaunches(),
                of.learned(),
                of.jobs());
    }

    private static Chute withoutBoost(Chute of) {
        Bounty bounty = of.bounty();
        return new Chute(
                of.chuteId(),
                of.name(),
                of.version(),
                of.supportedGpus(),
                of.gpuCount(),
                of.tee(),
                of.banned(),
                of.jobOnly(),
                of.open(),
                of.worth(),
                of.allowedCopies(),
                of.demand(),
                of.needs(),
                bounty == null ? null : new Bounty(bounty.amount(), 1, bounty.offeredAt()),
                of.pinnedTo());
    }
}
