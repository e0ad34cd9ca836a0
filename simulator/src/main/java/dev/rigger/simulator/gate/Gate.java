package dev.rigger.simulator.gate;

import dev.rigger.placement.policies.Policies;
import dev.rigger.simulator.Contest;
import dev.rigger.simulator.Outcome;
import dev.rigger.simulator.report.Ratio;
import dev.rigger.simulator.report.Standing;
import dev.rigger.simulator.world.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the planner may decide: at every load it earns more than the reference miner's policy, with a lower bound above 1;
 * it does not preempt much more; and it never breaks a hard rule.
 */
public final class Gate {
    /** Far more wanted than all miners have, about as much, and less. */
    public static final List<Double> LOADS = List.of(2.0, 1.0, 0.4);

    public static final double MOST_PREEMPTIONS = 1.5;

    /** Judged in worlds that nobody sees while tuning: whoever tunes begins with seed 1, as {@code simulate} does. */
    public static final long FIRST_SEED = 1_001;

    private Gate() {}

    /** Who is judged, and beside whom. */
    public static final List<String> JUDGED = List.of(Policies.REFERENCE, Policies.FIRST, Policies.PLANNER);

    /** What is played at each load, each seed by every policy. */
    public static List<Contest> contests(List<String> policies, int seeds) {
        return LOADS.stream()
                .map(load -> new Contest(Scenario.ofGate(load), policies, FIRST_SEED, seeds))
                .toList();
    }

    /** The planner without one of its parts, one policy for each part. */
    public static List<String> ablations() {
        return Policies.names().stream().filter(name -> !JUDGED.contains(name)).toList();
    }

    /**
     * One load's result.
     *
     * @param against the policy to which the others are compared
     */
    public record AtLoad(double load, List<Standing> standings, String against) {
        public AtLoad {
            standings = List.copyOf(standings);
        }

        public static AtLoad of(Contest contest, List<Outcome> outcomes) {
            return new AtLoad(contest.scenario().load(), Standing.of(outcomes), Policies.REFERENCE);
        }

        public Standing of(String policy) {
            return standings.stream()
                    .filter(standing -> standing.policy().equals(policy))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(policy + " did not play"));
        }

        public Ratio ratio(String policy) {
            return Ratio.of(of(policy), of(against));
        }

        /** How many times as much as the other it preempted. */
        public double preemptions(String policy) {
            double ours = of(policy).sum(Outcome::preemptions);
            double theirs = of(against).sum(Outcome::preemptions);
            return theirs == 0 ? ours == 0 ? 0 : Double.POSITIVE_INFINITY : ours / theirs;
        }
    }

    /** What keeps the planner from passing, a sentence each; empty when it passes. */
    public static List<String> objections(List<AtLoad> loads) {
        List<String> objections = new ArrayList<>();
        for (AtLoad at : loads) {
            Ratio ratio = at.ratio(Policies.PLANNER);
            if (ratio.lower() <= 1) {
                objections.add("At load " + at.load() + " its lower bound is " + rounded(ratio.lower())
                        + ", which is not above 1");
            }
            if (at.preemptions(Policies.PLANNER) > MOST_PREEMPTIONS) {
                objections.add("At load " + at.load() + " it preempted " + rounded(at.preemptions(Policies.PLANNER))
                        + " times as much as the reference, more than " + MOST_PREEMPTIONS);
            }
            double violations = at.of(Policies.PLANNER).sum(Outcome::violations);
            if (violations > 0) {
                objections.add("At load " + at.load() + " it broke hard rules " + (long) violations + " times");
            }
        }
        return objections;
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
