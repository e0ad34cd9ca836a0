package dev.rigger.app.bench;

import java.time.Duration;
import java.util.List;

/** Smallest, median, ninetieth and ninety-ninth percentile, and largest of some durations, in milliseconds. */
record Percentiles(double smallest, double median, double ninetieth, double ninetyNinth, double largest) {
    private static final double NANOS_PER_MILLI = 1e6;

    static Percentiles of(List<Duration> durations) {
        double[] sorted = durations.stream()
                .mapToDouble(duration -> duration.toNanos() / NANOS_PER_MILLI)
                .sorted()
                .toArray();
        return new Percentiles(
                sorted[0], at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), sorted[sorted.length - 1]);
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    @Override
    public String toString() {
        return String.format("min %6.1f  median %6.1f  p90 %6.1f  max %6.1f ms", smallest, median, ninetieth, largest);
    }
}
