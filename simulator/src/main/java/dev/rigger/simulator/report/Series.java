package dev.rigger.simulator.report;

import dev.rigger.simulator.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One policy over time: the mean of its seeds, and the band in which eight of ten lie.
 *
 * @param points one for each sample, the first at the first sample's end
 */
record Series(String name, List<Point> points) {
    private static final double LOW = 0.1;
    private static final double HIGH = 0.9;

    record Point(double low, double mean, double high) {}

    /** Compute units so far. */
    static Series units(Standing of) {
        List<Point> points = new ArrayList<>();
        for (int sample = 0; sample < samples(of); sample++) {
            int at = sample;
            points.add(point(of.outcomes().stream()
                    .mapToDouble(outcome -> outcome.unitsOverTime().get(at))
                    .toArray()));
        }
        return new Series(of.policy(), points);
    }

    /** By how many percent it is ahead of another in the same world. */
    static Series ahead(Standing of, Standing reference) {
        List<Point> points = new ArrayList<>();
        for (int sample = 0; sample < samples(of); sample++) {
            double[] percent = new double[of.outcomes().size()];
            for (int i = 0; i < percent.length; i++) {
                double other = units(reference.outcomes().get(i), sample);
                percent[i] = other == 0 ? 0 : 100 * (units(of.outcomes().get(i), sample) / other - 1);
            }
            points.add(point(percent));
        }
        return new Series(of.policy(), points);
    }

    double least() {
        return points.stream().mapToDouble(Point::low).min().orElse(0);
    }

    double most() {
        return points.stream().mapToDouble(Point::high).max().orElse(0);
    }

    private static double units(Outcome outcome, int sample) {
        return outcome.unitsOverTime().get(sample);
    }

    private static int samples(Standing of) {
        return of.outcomes().getFirst().unitsOverTime().size();
    }

    private static Point point(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Point(at(sorted, LOW), mean, at(sorted, HIGH));
    }

    private static double at(double[] sorted, double quantile) {
        double position = quantile * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
