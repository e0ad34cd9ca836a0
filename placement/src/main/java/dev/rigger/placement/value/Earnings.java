package dev.rigger.placement.value;

import dev.rigger.placement.ScoringRules;

/**
 * Compute units of a copy over time: its multiplier holds for a while after activation, then drifts to the chute's own
 * along a parabola, and has settled after that. Seconds everywhere.
 */
public final class Earnings {

    private final double hold;
    private final double ramp;

    public Earnings(ScoringRules rules) {
        hold = rules.hold().toSeconds();
        ramp = Math.max(1, rules.settled().minus(rules.hold()).toSeconds());
    }

    /** Units of a copy in its first {@code span} seconds after activation. */
    public double fromActivation(double multiplier, double settled, double span) {
        return remaining(multiplier, settled, 0, span);
    }

    /**
     * Units in the next {@code span} seconds of a copy that serves since {@code age} seconds.
     *
     * @param multiplier what it earns a second now
     * @param settled what it drifts to
     */
    public double remaining(double multiplier, double settled, double age, double span) {
        double drifted = drift(age);
        double share =
                drifted >= 1 ? span : (driftSoFar(age + span) - driftSoFar(age) - drifted * span) / (1 - drifted);
        return multiplier * span + (settled - multiplier) * share;
    }

    private double drift(double age) {
        double x = Math.clamp((age - hold) / ramp, 0, 1);
        return x * x;
    }

    /** The integral of {@link #drift} from activation on. */
    private double driftSoFar(double age) {
        double into = age - hold;
        if (into <= 0) {
            return 0;
        }
        return into <= ramp ? into * into * into / (3 * ramp * ramp) : ramp / 3 + into - ramp;
    }
}
