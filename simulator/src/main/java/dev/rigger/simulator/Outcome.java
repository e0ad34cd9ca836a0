package dev.rigger.simulator;

import java.util.List;

/**
 * What came of one run.
 *
 * @param policy by its name
 * @param units compute units, as the validator credited them
 * @param usd what the servers cost meanwhile
 * @param idleShare of GPU time in which nobody held the GPU
 * @param launches copies that got a token and GPUs
 * @param activationRate of the tokens granted, those that led to a serving copy
 * @param forfeited units that were earned and lost, because a copy died too young
 * @param refusals launch tokens refused for lack of capacity
 * @param gap mean share of their bound that plans may have missed
 * @param violations hard rules broken by plans
 * @param examples the first few of them, in words
 * @param unitsOverTime total at the end of each {@link Simulation#SAMPLE}
 * @param effort real time taken, which differs from run to run; everything else does not
 */
public record Outcome(
        String policy,
        long seed,
        double units,
        double usd,
        double idleShare,
        int launches,
        double activationRate,
        int preemptions,
        double forfeited,
        int bountyWins,
        int refusals,
        double secondsToActiveMedian,
        double secondsToActiveP95,
        int plans,
        double gap,
        int violations,
        List<String> examples,
        List<Double> unitsOverTime,
        Effort effort) {

    public Outcome {
        examples = List.copyOf(examples);
        unitsOverTime = List.copyOf(unitsOverTime);
    }

    /** Real time. */
    public record Effort(double decisionMillisMedian, double decisionMillisP99, double runSeconds) {}

    public double unitsPerUsd() {
        return units / usd;
    }
}
