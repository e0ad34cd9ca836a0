package dev.rigger.placement;

import dev.rigger.placement.Action.Claim;
import dev.rigger.placement.Action.Launch;
import dev.rigger.placement.Action.Motive;
import dev.rigger.placement.Action.Wait;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gathers a plan's actions, and for every chute the words that explain what became of it. */
final class PlanDraft {

    private final FleetSnapshot snapshot;
    private final Limits limits;
    private final FreeGpus fleet;
    private final List<Action> launches = new ArrayList<>();
    private final List<Action> waits = new ArrayList<>();
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private final Shortage shortage;
    private boolean cutShort;

    PlanDraft(FleetSnapshot snapshot, Limits limits, FreeGpus fleet) {
        this.snapshot = snapshot;
        this.limits = limits;
        this.fleet = fleet;
        this.shortage = new Shortage(fleet);
    }

    void launch(Candidate chosen, @Nullable Pool runnerUp, int aliveCopies) {
        Chute chute = chosen.chute();
        Pool pool = chosen.pool();
        int freeBefore = pool.freeGpus();
        String why = why(chosen, freeBefore);
        verdicts.put(
                chute.chuteId(),
                new Verdict.Placed(
                        chute.chuteId(),
                        chute.name(),
                        pool.server.name(),
                        chute.gpuCount(),
                        chosen.value(),
                        why,
                        runnerUp == null ? null : described(runnerUp),
                        change(chosen, runnerUp)));
        launches.add(new Launch(
                chute.chuteId(),
                chute.version(),
                pool.server.serverId(),
                fleet.take(pool, chute),
                motive(chosen, aliveCopies),
                chosen.value(),
                List.of(why)));
        if (chosen.bountied()) {
            Bounty bounty = Objects.requireNonNull(chute.bounty());
            launches.add(new Claim(
                    chute.chuteId(),
                    bounty.amount(),
                    bounty.boost(),
                    chosen.value(),
                    List.of("The launch on " + pool.server.name() + " may win it")));
        }
    }

    void refuse(Chute chute, Rule rule, String why, String change) {
        verdicts.put(chute.chuteId(), new Verdict.Refused(chute.chuteId(), chute.name(), rule, why, change));
    }

    void backedOff(Chute chute, Instant until) {
        refuse(
                chute,
                Rule.CHUTE_NOT_BACKED_OFF,
                "an earlier launch of it was refused or failed",
                "It may be tried again at " + until);
        waits.add(new Wait(chute.chuteId(), until, 0, List.of("Backed off until then, and there is room for it")));
    }

    void noRoom(Chute chute) {
        Shortage.Lack lack = shortage.of(chute);
        refuse(chute, lack.rule(), lack.why(), lack.change());
    }

    /** @param onlyTheLimit whether a server that already gets enough launches by this plan would have had room */
    void noRoom(Chute chute, boolean onlyTheLimit) {
        if (onlyTheLimit) {
            cutShort(chute, Rule.LAUNCHES_PER_SERVER);
        } else {
            shortage.forget();
            noRoom(chute);
        }
    }

    void cutShort(Chute chute, Rule limit) {
        refuse(chute, limit, "this plan already starts as much as one plan may", "The next plan may take it");
        cutShort = true;
    }

    Plan finished() {
        if (cutShort) {
            waits.add(new Wait(
                    "fleet",
                    snapshot.takenAt().plus(limits.nextPlanAfter()),
                    0,
                    List.of("More could be launched than one plan may start")));
        }
        backedOffServers();
        List<Action> actions = new ArrayList<>(launches);
        actions.addAll(waits);
        return new Plan(
                snapshot.takenAt(),
                actions,
                snapshot.chutes().stream()
                        .map(chute -> Objects.requireNonNull(verdicts.get(chute.chuteId())))
                        .toList());
    }

    private void backedOffServers() {
        Map<String, String> names = new HashMap<>();
        snapshot.servers().forEach(server -> names.put(server.serverId(), server.name()));
        for (FleetSnapshot.BackOff backOff : snapshot.backOffs()) {
            String name = names.get(backOff.subject());
            if (name != null && backOff.until().isAfter(snapshot.takenAt())) {
                waits.add(new Wait(backOff.subject(), backOff.until(), 0, List.of(name + " is backed off until then")));
            }
        }
    }

    private static Motive motive(Candidate chosen, int aliveCopies) {
        if (chosen.bountied()) {
            return Motive.BOUNTY;
        }
        return aliveCopies == 0 ? Motive.FIRST_COPY : Motive.FURTHER_COPY;
    }

    private static String why(Candidate chosen, int freeBefore) {
        double boost = Candidate.boost(chosen.chute(), chosen.bountied());
        return "multiplier %.3f%s over %d GPUs at %.2f USD each, %d free there"
                .formatted(
                        chosen.chute().effectiveMultiplier(),
                        chosen.bountied() ? " times a bounty's boost of %.2f".formatted(boost) : "",
                        chosen.chute().gpuCount(),
                        chosen.pool().server.hourlyCost(),
                        freeBefore);
    }

    private static String described(Pool pool) {
        return "%s (%d free, %.2f USD each)".formatted(pool.server.name(), pool.freeGpus(), pool.server.hourlyCost());
    }

    private static String change(Candidate chosen, @Nullable Pool runnerUp) {
        if (runnerUp == null) {
            return "Without %s it would have to wait"
                    .formatted(chosen.pool().server.name());
        }
        return "%s would have been chosen below %.2f USD each"
                .formatted(runnerUp.server.name(), chosen.pool().server.hourlyCost());
    }
}
