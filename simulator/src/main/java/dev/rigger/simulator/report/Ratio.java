package dev.rigger.simulator.report;

import dev.rigger.simulator.Outcome;
import dev.rigger.simulator.engine.Dice;
import dev.rigger.simulator.engine.Dice.Of;
import java.util.Arrays;
import java.util.List;

/**
 * How much more one policy earned than another, seed by seed.
 *
 * @param mean geometric mean of the seeds' ratios of compute units
 * @param lower the 95 % lower bound of that mean, by bootstrap over the seeds
 * @param better seeds in which it earned more
 */
public record Ratio(double mean, double lower, int better, int seeds) {
    private static final int RESAMPLES = 10_000;
    private static final double TAIL = 0.05;
    private static final long DICE = 95;

    public static Ratio of(Standing policy, Standing reference) {
        List<Outcome> ours = policy.outcomes();
        List<Outcome> theirs = reference.outcomes();
        if (ours.size() != theirs.size()) {
            throw new IllegalArgumentException(policy.policy() + " played " + ours.size() + " seeds, and "
                    + reference.policy() + " " + theirs.size() + ": only the same ones can be compared");
        }
        double[] logs = new double[ours.size()];
        int better = 0;
        for (int i = 0; i < logs.length; i++) {
            if (ours.get(i).seed() != theirs.get(i).seed()) {
                throw new IllegalArgumentException("seeds differ: only the same ones can be compared");
            }
            logs[i] = StrictMath.log(ours.get(i).units() / theirs.get(i).units());
            better += logs[i] > 0 ? 1 : 0;
        }
        return new Ratio(
                StrictMath.exp(Arrays.stream(logs).average().orElse(0)), lowerBound(logs), better, logs.length);
    }

    private static double lowerBound(double[] logs) {
        Dice dice = new Dice(DICE);
        double[] means = new double[RESAMPLES];
        for (int sample = 0; sample < RESAMPLES; sample++) {
            double sum = 0;
            for (int i = 0; i < logs.length; i++) {
                sum += logs[(int) (dice.uniform(Of.EFFORT, sample, i) * logs.length)];
            }
            means[sample] = sum / logs.length;
        }
        Arrays.sort(means);
        return StrictMath.exp(means[(int) (TAIL * RESAMPLES)]);
    }
}
