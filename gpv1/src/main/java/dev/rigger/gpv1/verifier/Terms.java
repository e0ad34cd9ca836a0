package dev.rigger.gpv1.verifier;

import java.time.Duration;

/**
 * What time an honest server may take, and how often its memory is looked at.
 *
 * @param estimate how long honest work takes on GPUs of the claimed class
 * @param shortest an answer after less than this share of the estimate is refused
 * @param longest an answer after more than this share of the estimate is refused
 * @param audits how often the memory is audited after the work
 * @param auditSteps scans of one audit, each depending on the one before
 * @param auditStep what one scan may take
 */
public record Terms(
        Duration estimate, double shortest, double longest, int audits, int auditSteps, Duration auditStep) {
    /** A ping is the prover's to lengthen: what it claims above this is not believed. */
    private static final Duration MOST_ROUND_TRIP = Duration.ofMillis(100);

    private static final int ROUND_TRIPS = 3;

    public Terms {
        if (estimate.isNegative()
                || shortest < 0
                || longest < shortest
                || audits < 0
                || auditSteps < 1
                || auditStep.isNegative()) {
            throw new IllegalArgumentException("terms must not be negative, and longest not below shortest");
        }
    }

    /** The usual tolerance, 0.55 to 1.7 of the estimate, and two audits of 16 scans. */
    public static Terms usual(Duration estimate, Duration auditStep) {
        return new Terms(estimate, 0.55, 1.7, 2, 16, auditStep);
    }

    /** For profiles that say nothing about hardware: two audits of two scans, and all the time there is. */
    public static Terms untimed() {
        Duration ample = Duration.ofDays(1);
        return new Terms(ample, 0, 1, 2, 2, ample);
    }

    /** With longer or shorter times, for simulated GPUs. */
    public Terms scaled(double by) {
        return new Terms(times(estimate, by), shortest, longest, audits, auditSteps, times(auditStep, by));
    }

    /** Before this, an answer came too early. */
    public Duration earliest() {
        return times(estimate, shortest);
    }

    /** After this, an answer came too late. */
    public Duration latest() {
        return times(estimate, longest);
    }

    /** When the roots of an audit are due. */
    public Duration auditDue(Duration roundTrip) {
        Duration believed = roundTrip.compareTo(MOST_ROUND_TRIP) > 0 ? MOST_ROUND_TRIP : roundTrip;
        return auditStep.multipliedBy(auditSteps).plus(believed.multipliedBy(ROUND_TRIPS));
    }

    private static Duration times(Duration duration, double by) {
        return Duration.ofNanos(Math.round(duration.toNanos() * by));
    }
}
