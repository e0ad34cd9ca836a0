package dev.rigger.placement.explain;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Plan;
import dev.rigger.placement.change.Change;
import dev.rigger.placement.change.ChuteChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for the smallest change that gives another fate: first each that could lift what stands in the way, as far as it
 * goes; where none is enough, each together with what could lift what stands in the way then. What is enough is made
 * smaller as long as it stays enough. Every answer was planned with.
 */
final class Search {

    /** Changes that are combined at most. Rules stand one behind another, and only the first is told. */
    private static final int DEEPEST = 10;

    /** Combinations that are followed from one depth to the next. */
    private static final int WIDEST = 6;

    /** Answers of equal depth that are made smaller, to compare them. */
    private static final int COMPARED = 5;

    private record State(List<Lever> levers, FleetSnapshot snapshot, Plan plan, List<Finding> findings) {

        double size() {
            return levers.stream().mapToDouble(lever -> lever.strong().size()).sum();
        }
    }

    private final Question question;
    private final Fate fate;
    private final Trials trials;
    private final Narrowing narrowing;
    private final Set<Set<Change>> seen = new HashSet<>();

    Search(Question question, Fate fate, Trials trials) {
        this.question = question;
        this.fate = fate;
        this.trials = trials;
        narrowing = new Narrowing(question, fate, trials);
    }

    /** The smallest that was found; empty when nothing was. */
    List<Change> smallest(FleetSnapshot snapshot, Plan plan) {
        List<State> level = List.of(new State(List.of(), snapshot, plan, findings(snapshot, plan)));
        for (int depth = 1; depth <= DEEPEST && !level.isEmpty(); depth++) {
            List<List<Lever>> enough = new ArrayList<>();
            List<State> next = new ArrayList<>();
            List<State> stuck = new ArrayList<>();
            for (State state : level) {
                follow(state, enough, next, stuck);
            }
            if (!enough.isEmpty()) {
                return smallest(enough);
            }
            level = smallestOf(next.isEmpty() ? stuck : next);
        }
        return List.of();
    }

    private static List<State> smallestOf(List<State> states) {
        return states.stream()
                .sorted(Comparator.comparingDouble(State::size))
                .limit(WIDEST)
                .toList();
    }

    /**
     * @param next where something else stands in the way afterwards
     * @param stuck where the same does: two things may be behind one rule
     */
    private void follow(State state, List<List<Lever>> enough, List<State> next, List<State> stuck) {
        for (Lever lever : levers(state)) {
            List<Lever> levers = new ArrayList<>(state.levers());
            levers.add(lever);
            List<Change> changes = levers.stream().map(Lever::strong).toList();
            if (trials.exhausted() || !seen.add(Set.copyOf(changes))) {
                continue;
            }
            FleetSnapshot changed = trials.changed(changes);
            Plan plan = trials.plan(changes, changed);
            if (!Fate.of(question, changed, plan).equals(fate)) {
                enough.add(levers);
            } else if (!fate.isSomething()) {
                List<Finding> findings = findings(changed, plan);
                boolean moved = !findings.equals(state.findings());
                (moved ? next : stuck).add(new State(levers, changed, plan, findings));
            }
        }
    }

    private List<Finding> findings(FleetSnapshot snapshot, Plan plan) {
        return fate.isSomething() ? List.of() : new Diagnosis(snapshot, plan).of(question);
    }

    private List<Lever> levers(State state) {
        if (fate.isSomething()) {
            return new Undoing(state.snapshot(), state.plan()).of(question);
        }
        List<Lever> levers =
                new ArrayList<>(new Remedies(state.snapshot(), state.plan(), trials.asked()).of(state.findings()));
        if (question instanceof Question.OfPlace place) {
            levers.add(Lever.all(new ChuteChange.PinnedTo(place.chuteId(), place.serverId())));
        }
        return levers;
    }

    private List<Change> smallest(List<List<Lever>> enough) {
        enough.sort(Comparator.comparingDouble(Search::least));
        List<Change> best = List.of();
        for (List<Lever> levers : enough.subList(0, Math.min(COMPARED, enough.size()))) {
            List<Change> narrowed = narrowing.of(levers);
            if (best.isEmpty() || size(narrowed) < size(best)) {
                best = narrowed;
            }
        }
        return best;
    }

    private static double size(List<Change> changes) {
        return changes.stream().mapToDouble(Change::size).sum();
    }

    /** Not more than what narrowing can reach: a dial may end near where it began. */
    private static double least(List<Lever> levers) {
        double least = 0;
        for (Lever lever : levers) {
            Lever.Dial dial = lever.dial();
            least += (dial == null ? lever.strong() : dial.at().apply(dial.from())).size();
        }
        return least;
    }
}
