package dev.rigger.simulator.miner;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Effort;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.Limits;
import dev.rigger.placement.ScoringRules;
import dev.rigger.simulator.engine.Dice.Of;
import dev.rigger.simulator.miner.Copy.Step;
import dev.rigger.simulator.validator.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes snapshots of what we know; only what changed since the last one is made anew. */
final class Snapshots {
    private final Fleet fleet;
    private final ScoringRules rules;
    private long made;
    private @Nullable Instant demandSeenAt;

    Snapshots(Fleet fleet) {
        this.fleet = fleet;
        rules = fleet.world.scenario().profile().rules();
    }

    /** Asks the validator what it wants. @return whether something changed that a plan may depend on */
    boolean poll() {
        boolean matters = false;
        for (ChuteView chute : fleet.chutes) {
            matters |= chute.poll(fleet.validator.chutes().get(chute.spec.index()));
        }
        demandSeenAt = Moments.at(fleet.agenda.now());
        return matters;
    }

    FleetSnapshot take(List<BackOff> backOffs) {
        long now = fleet.agenda.now();
        List<Server> servers = new ArrayList<>(fleet.machines.size());
        fleet.machines.forEach(machine -> servers.add(machine.record()));
        List<Chute> chutes = new ArrayList<>(fleet.chutes.size());
        for (ChuteView chute : fleet.chutes) {
            if (chute.exists) {
                chutes.add(chute.record(now, fleet.validator.score()));
            }
        }
        List<Deployment> deployments = new ArrayList<>(fleet.copies.size());
        List<OpenLaunch> orders = new ArrayList<>();
        for (Copy copy : fleet.copies.values()) {
            if (copy.step == Step.ORDERED) {
                orders.add(order(copy));
            } else {
                deployments.add(record(copy));
            }
        }
        return new FleetSnapshot(
                Moments.at(now),
                new Effort(Effort.DEFAULT.steps(), fleet.dice.bits(Of.EFFORT, 0, made++)),
                rules,
                Limits.DEFAULTS,
                demandSeenAt,
                servers,
                chutes,
                deployments,
                backOffs,
                orders,
                fleet.style.remembers() ? fleet.experience.record() : Learned.NOTHING);
    }

    private OpenLaunch order(Copy copy) {
        return new OpenLaunch(
                copy.id,
                fleet.chutes.get(copy.chute).spec.id(),
                copy.machine.spec.id(),
                copy.gpus.stream().map(copy.machine::gpuId).toList());
    }

    private Deployment record(Copy copy) {
        Instance instance = copy.instance;
        Double multiplier = copy.activatedAt == null || instance == null ? null : instance.multiplier();
        Deployment known = copy.record;
        if (known == null || known.multiplier() != null && !known.multiplier().equals(multiplier)) {
            ChuteView chute = fleet.chutes.get(copy.chute);
            Long activatedAt = copy.activatedAt;
            known = new Deployment(
                    copy.id,
                    chute.spec.id(),
                    "v" + copy.version,
                    copy.machine.spec.id(),
                    copy.stage(),
                    copy.job,
                    chute.spec.open() && !copy.job,
                    false,
                    multiplier,
                    copy.diskGib,
                    Moments.at(copy.createdAt),
                    activatedAt == null ? null : Moments.at(activatedAt));
            copy.record = known;
        }
        return known;
    }
}
