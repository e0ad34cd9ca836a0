package dev.rigger.simulator;

import dev.rigger.placement.Planner;
import dev.rigger.placement.policies.Policies;
import dev.rigger.simulator.miner.Style;
import dev.rigger.simulator.world.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Several policies in the same worlds: each seed is played by each of them, so that they are compared in pairs.
 *
 * @param seeds the first one, and how many
 */
public record Contest(Scenario scenario, List<String> policies, long firstSeed, int seeds) {
    /** Servers up to which a fleet's changes are not gathered for long. */
    private static final int SMALL = 50;

    public Contest {
        policies = List.copyOf(policies);
    }

    /** Told after every run. */
    public interface Progress {
        void finished(Outcome outcome);
    }

    /** A contest under way. */
    public interface Running {

        /** Waits for the last run. Outcomes by policy as named, and by seed within each. */
        List<Outcome> outcomes() throws InterruptedException;
    }

    /** Outcomes by policy as named, and by seed within each, however many threads it took. */
    public List<Outcome> run(int threads, Progress progress) throws InterruptedException {
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            return begin(workers, progress).outcomes();
        }
    }

    /** Begins all runs; they share the workers with whatever else these do. */
    public Running begin(ExecutorService workers, Progress progress) {
        List<Future<Outcome>> runs = new ArrayList<>();
        for (String policy : policies) {
            LongStream.range(firstSeed, firstSeed + seeds)
                    .forEach(seed -> runs.add(workers.submit(() -> {
                        Outcome outcome = play(scenario, seed, policy);
                        synchronized (progress) {
                            progress.finished(outcome);
                        }
                        return outcome;
                    })));
        }
        return () -> collected(runs);
    }

    private static List<Outcome> collected(List<Future<Outcome>> runs) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        try {
            for (Future<Outcome> each : runs) {
                outcomes.add(each.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A policy failed in the simulator", e.getCause());
        }
        return outcomes;
    }

    public int runs() {
        return policies.size() * seeds;
    }

    /** @throws IllegalArgumentException when there is no policy of that name */
    public static Outcome play(Scenario scenario, long seed, String policy) {
        Planner planner =
                Policies.named(policy).orElseThrow(() -> new IllegalArgumentException("no policy is named " + policy));
        return Simulation.run(scenario, seed, policy, planner, style(scenario, policy));
    }

    private static Style style(Scenario scenario, String policy) {
        if (policy.equals(Policies.REFERENCE)) {
            return Style.REFERENCE;
        }
        return scenario.servers() <= SMALL ? Style.RIGGER : Style.RIGGER_AT_LARGE;
    }
}
