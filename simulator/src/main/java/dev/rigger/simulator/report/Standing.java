package dev.rigger.simulator.report;

import dev.rigger.simulator.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All runs of one policy in one contest, by seed. */
public record Standing(String policy, List<Outcome> outcomes) {

    public Standing {
        outcomes = outcomes.stream()
                .sorted(Comparator.comparingLong(Outcome::seed))
                .toList();
    }

    /** One standing a policy, in the order in which policies first appear. */
    public static List<Standing> of(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(Outcome::policy)
                .distinct()
                .map(policy -> new Standing(
                        policy,
                        outcomes.stream()
                                .filter(outcome -> outcome.policy().equals(policy))
                                .toList()))
                .toList();
    }

    public double mean(ToDoubleFunction<Outcome> of) {
        return outcomes.stream().mapToDouble(of).average().orElse(0);
    }

    public double sum(ToDoubleFunction<Outcome> of) {
        return outcomes.stream().mapToDouble(of).sum();
    }
}
