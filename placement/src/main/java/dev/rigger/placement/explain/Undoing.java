package dev.rigger.placement.explain;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Rule;
import dev.rigger.placement.Verdict;
import dev.rigger.placement.change.ChuteChange;
import dev.rigger.placement.change.CopyChange;
import dev.rigger.placement.change.ServerChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What might keep a plan from something that it did. */
final class Undoing {

    private final Facts facts;

    Undoing(FleetSnapshot snapshot, Plan plan) {
        facts = new Facts(snapshot, plan, snapshot.takenAt());
    }

    List<Lever> of(Question question) {
        return switch (question) {
            case Question.OfChute q -> launches(l -> l.chuteId().equals(q.chuteId()));
            case Question.OfPlace q ->
                launches(l -> l.chuteId().equals(q.chuteId()) && l.serverId().equals(q.serverId()));
            case Question.OfServer q -> launches(l -> l.serverId().equals(q.serverId()));
            case Question.OfGpu q -> gpu(q.gpuId());
            case Question.OfCopy q -> copy(q.deploymentId());
        };
    }

    private List<Lever> gpu(String gpuId) {
        List<Lever> levers = new ArrayList<>(launches(l -> l.gpuIds().contains(gpuId)));
        String owner = Fate.owner(facts.snapshot(), gpuId);
        if (owner != null) {
            levers.addAll(copy(owner));
        }
        return levers;
    }

    private List<Lever> launches(Predicate<Action.Launch> which) {
        return facts.plan().launches().stream()
                .filter(which)
                .flatMap(launch -> launch(launch).stream())
                .toList();
    }

    private List<Lever> launch(Action.Launch launch) {
        List<Lever> levers = new ArrayList<>();
        levers.add(lessWorth(launch.chuteId()));
        rival(launch).ifPresent(levers::add);
        for (Verdict verdict : facts.plan().verdicts()) {
            if (verdict instanceof Verdict.Placed placed
                    && placed.chuteId().equals(launch.chuteId())
                    && placed.serverId().equals(launch.serverId())
                    && placed.runnerUp() != null) {
                levers.addAll(costs(launch.serverId(), placed.runnerUp()));
            }
        }
        return levers;
    }

    private Lever lessWorth(String chuteId) {
        double now = facts.chute(chuteId).worth().now();
        return Lever.number(now, 0, value -> new ChuteChange.Multiplier(chuteId, value, now));
    }

    /** The chute that wanted the same place most. */
    private Optional<Lever> rival(Action.Launch launch) {
        return facts.plan().verdicts().stream()
                .filter(verdict -> verdict instanceof Verdict.Refused refused
                        && launch.serverId().equals(refused.serverId())
                        && isAboutRoom(refused.rule()))
                .map(Verdict.Refused.class::cast)
                .max(Comparator.comparingDouble(Verdict.Refused::worth))
                .map(refused -> {
                    String rival = refused.chuteId();
                    double now = facts.chute(rival).worth().now();
                    return Lever.number(now, facts.winning(), value -> new ChuteChange.Multiplier(rival, value, now));
                });
    }

    private static boolean isAboutRoom(Rule rule) {
        return switch (rule) {
            case GPU_COUNT, WORTH_THE_PLACE, LAUNCHES_PER_PLAN, LAUNCHES_PER_SERVER -> true;
            default -> false;
        };
    }

    private List<Lever> costs(String chosen, String runnerUp) {
        Server server = facts.server(chosen);
        Server next = facts.server(runnerUp);
        return List.of(
                Lever.number(
                        server.hourlyCost(),
                        10 * Math.max(1, Math.max(server.hourlyCost(), next.hourlyCost())),
                        usd -> new ServerChange.HourlyCost(chosen, usd, server.hourlyCost())),
                Lever.number(
                        next.hourlyCost(), 0, usd -> new ServerChange.HourlyCost(runnerUp, usd, next.hourlyCost())));
    }

    private List<Lever> copy(String deploymentId) {
        List<Lever> levers = new ArrayList<>();
        levers.add(Lever.all(new CopyChange.Pinned(deploymentId, true)));
        facts.copy(deploymentId).ifPresent(copy -> {
            double rate = facts.rate(copy);
            levers.add(Lever.number(
                    rate, facts.winning(), value -> new CopyChange.CopyMultiplier(deploymentId, value, rate)));
        });
        facts.plan().evictions().stream()
                .filter(evict -> evict.deploymentIds().contains(deploymentId))
                .findFirst()
                .ifPresent(evict -> levers.add(lessWorth(evict.forChuteId())));
        return levers;
    }
}
