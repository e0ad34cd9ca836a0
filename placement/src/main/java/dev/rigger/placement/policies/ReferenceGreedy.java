package dev.rigger.placement.policies;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.Rule;
import dev.rigger.placement.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides as the miner does that Rigger replaces, so that others can be measured against it. For each bounty of a chute that
 * it does not run: the server by its order, or else what may be preempted on the first server where that suffices. Then one
 * single launch more: the chute worth most per USD, with its place drawn from the two cheapest servers that fit.
 *
 * <p>As there, a chute has one copy on its way at most; the draw that valued a chute is not the draw that places it;
 * preemption compares multipliers one by one instead of their sum; health, caches and earlier failures are not looked at. A
 * backed-off chute is passed over: whoever runs this policy marks so what it tried already in the same cycle.
 *
 * <p>A price is compute units per second for each USD an hour; of a bounty's launch, compute units per second.
 */
public final class ReferenceGreedy implements Planner {
    static final String NAME = "reference";

    @Override
    public String policy() {
        return NAME + "-1";
    }

    @Override
    public Plan plan(FleetSnapshot snapshot) {
        return new Cycle(snapshot).plan();
    }

    /** One pass over all chutes. */
    private static final class Cycle {
        private final FleetSnapshot snapshot;
        private final ReferenceServers servers;
        private final Set<String> ours = new HashSet<>();
        private final Set<String> pending = new HashSet<>();
        private final Map<String, Verdict> verdicts = new HashMap<>();
        private final List<Action> actions = new ArrayList<>();
        private double value;
        private double bound;

        Cycle(FleetSnapshot snapshot) {
            this.snapshot = snapshot;
            servers = new ReferenceServers(snapshot);
            snapshot.deployments().forEach(copy -> {
                if (copy.stage() != Stage.ENDING) {
                    ours.add(copy.chuteId());
                    if (!copy.job() && copy.stage() != Stage.ACTIVE) {
                        pending.add(copy.chuteId() + copy.version());
                    }
                }
            });
            snapshot.openLaunches().forEach(launch -> {
                ours.add(launch.chuteId());
                snapshot.chutes().stream()
                        .filter(chute -> chute.chuteId().equals(launch.chuteId()))
                        .forEach(chute -> pending.add(chute.chuteId() + chute.version()));
            });
        }

        private record Candidate(Chute chute, double value) {}

        Plan plan() {
            Set<String> tried = new HashSet<>();
            snapshot.backOffs().stream()
                    .filter(backOff -> backOff.until().isAfter(snapshot.takenAt()))
                    .forEach(backOff -> tried.add(String.valueOf(backOff.chuteId())));
            for (Chute chute : snapshot.chutes()) {
                if (tried.contains(chute.chuteId())) {
                    refuse(chute, Rule.CHUTE_NOT_BACKED_OFF);
                } else if (chute.bounty() != null && !ours.contains(chute.chuteId())) {
                    goAfter(chute, chute.bounty());
                }
            }
            scaleUp();
            List<Verdict> inOrder = snapshot.chutes().stream()
                    .map(chute -> verdicts.getOrDefault(
                            chute.chuteId(), new Verdict.Refused(chute.chuteId(), Rule.LAUNCHES_PER_PLAN, null, 0)))
                    .toList();
            return new Plan(
                    snapshot.takenAt(),
                    NAME + "-1",
                    actions,
                    inOrder,
                    new Plan.Quality(value, Math.max(value, bound), servers.looks(), false),
                    List.of());
        }

        private void goAfter(Chute chute, Bounty bounty) {
            Spot spot = chute.banned() ? null : servers.drawn(chute);
            if (spot == null && !chute.banned()) {
                spot = servers.preempting(chute, multiplier(chute));
            }
            if (spot == null) {
                refuse(chute, chute.banned() ? Rule.NOT_BANNED : Rule.GPU_COUNT);
                return;
            }
            double price = multiplier(chute);
            actions.add(new Action.Claim(
                    chute.chuteId(), bounty.amount(), bounty.boost(), price, List.of("a bounty is offered")));
            launch(chute, spot, Action.Motive.BOUNTY, price);
        }

        private void scaleUp() {
            List<Candidate> candidates = new ArrayList<>();
            for (Chute chute : snapshot.chutes()) {
                if (verdicts.containsKey(chute.chuteId())) {
                    continue;
                }
                Rule broken = brokenBy(chute);
                Spot spot = broken == null ? servers.drawn(chute) : null;
                if (spot == null) {
                    refuse(chute, broken == null ? Rule.GPU_COUNT : broken);
                } else {
                    double cost = Math.max(0.001, spot.server().hourlyCost()) * chute.gpuCount();
                    candidates.add(new Candidate(chute, multiplier(chute) / cost));
                }
            }
            candidates.sort(Comparator.comparingDouble((Candidate candidate) -> -candidate.value));
            candidates.forEach(candidate -> bound += candidate.value);
            for (Candidate candidate : candidates) {
                Spot spot = servers.drawn(candidate.chute);
                if (spot != null) {
                    Action.Motive motive = ours.contains(candidate.chute.chuteId())
                            ? Action.Motive.FURTHER_COPY
                            : Action.Motive.FIRST_COPY;
                    launch(candidate.chute, spot, motive, candidate.value);
                    return;
                }
            }
        }

        private @Nullable Rule brokenBy(Chute chute) {
            Demand demand = chute.demand();
            if (chute.jobOnly()) {
                return Rule.NOT_JOB_ONLY;
            }
            if (chute.banned()) {
                return Rule.NOT_BANNED;
            }
            if (demand != null && !demand.scalable()) {
                return Rule.SCALABLE_OR_BOUNTIED;
            }
            if (multiplier(chute) <= 0) {
                return Rule.WORTH_SOMETHING;
            }
            return pending.contains(chute.chuteId() + chute.version()) ? Rule.ONE_PENDING : null;
        }

        private void launch(Chute chute, Spot spot, Action.Motive motive, double price) {
            List<String> reasons = List.of("the reference miner would");
            if (!spot.victims().isEmpty()) {
                actions.add(new Action.Evict(spot.server().serverId(), spot.victims(), chute.chuteId(), 0, reasons));
            }
            actions.add(new Action.Launch(
                    chute.chuteId(),
                    chute.version(),
                    spot.server().serverId(),
                    servers.take(spot),
                    motive,
                    spot.victims(),
                    price,
                    reasons));
            verdicts.put(
                    chute.chuteId(),
                    new Verdict.Placed(chute.chuteId(), spot.server().serverId(), price, null, 0));
            value += price;
            bound += motive == Action.Motive.BOUNTY ? price : 0;
        }

        private void refuse(Chute chute, Rule rule) {
            verdicts.put(chute.chuteId(), new Verdict.Refused(chute.chuteId(), rule, null, 0));
        }

        /** The validator lists multipliers with the boost of a bounty that stands. */
        private static double multiplier(Chute chute) {
            Bounty bounty = chute.bounty();
            return chute.worth().now() * (bounty == null ? 1 : bounty.boost());
        }
    }

    /** Where a copy would go, and who goes for it. */
    record Spot(FleetSnapshot.Server server, List<String> gpuIds, List<String> victims) {}
}
