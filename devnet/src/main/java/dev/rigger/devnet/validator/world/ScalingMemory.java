package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import dev.rigger.devnet.validator.world.ScalingRules.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** What the autoscaler remembers of one chute between two runs. */
final class ScalingMemory {
    private static final Duration LOOKS_BACK = Duration.ofMinutes(90);
    private static final Duration SMOOTHING_KEPT = Duration.ofHours(2);
    private static final double SMOOTHING = 0.3;
    private static final int LEAST_SAMPLES = 3;

    private final Deque<Past> past = new ArrayDeque<>();
    private double smoothed;
    private Instant smoothedAt = Instant.EPOCH;

    private record Past(Instant at, int target, boolean starving) {}

    /** Takes a verdict into the smoothed urgency. */
    void see(Verdict verdict, Instant now) {
        boolean stale = smoothedAt.isBefore(now.minus(SMOOTHING_KEPT));
        smoothed = stale ? verdict.urgency() : SMOOTHING * verdict.urgency() + (1 - SMOOTHING) * smoothed;
        smoothedAt = now;
    }

    /** Writes a verdict down, once it has been acted on. */
    void keep(Verdict verdict, Instant now) {
        past.addLast(new Past(now, verdict.target(), verdict.starving()));
        past.removeIf(one -> one.at().isBefore(now.minus(LOOKS_BACK)));
    }

    double urgency() {
        return smoothed;
    }

    boolean starvedLately(Instant now) {
        return past.stream().anyMatch(one -> one.starving() && one.at().isAfter(now.minus(LOOKS_BACK)));
    }

    /** Whether fewer copies are wanted for long enough, and nobody is turned away. */
    boolean mayShrink(ChuteStanding standing, Verdict verdict) {
        double average = past.stream().mapToInt(Past::target).average().orElse(0);
        return past.size() >= LEAST_SAMPLES
                && verdict.target() >= 0.6 * average
                && standing.load().last5m().rateLimitRatio() < 0.01;
    }

    /**
     * Between 1 and 1.8: by urgency, by the place among those that grow, by how long it has been so.
     *
     * @param place from 0 among those that grow, the least urgent first; under 0 for one that does not
     */
    double boost(Verdict verdict, int place, int growing) {
        if (place < 0 || smoothed == 0) {
            return 1;
        }
        double base = 1 + 0.5 * Math.min(1, smoothed / 300);
        double relative = growing == 1 ? 1 : 0.8 + 0.4 * place / (growing - 1);
        double sustained = Math.max(0.3, smoothed / Math.max(verdict.urgency(), smoothed));
        return Math.max(1, Math.round((1 + (base * relative - 1) * sustained) * 1000) / 1000.0);
    }
}
