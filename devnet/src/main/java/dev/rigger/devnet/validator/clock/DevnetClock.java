package dev.rigger.devnet.validator.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The devnet's time. It runs {@code factor} times as fast as the source it reads, and jumps ahead when told; it never goes
 * back. Everything in a devnet validator reads this one, so that deadlines, faults and the world agree.
 */
public final class DevnetClock implements InstantSource {
    private static final long NANOS = 1_000_000_000L;

    private final InstantSource source;
    private Instant sourceThen;
    private Instant then;
    private double factor;

    private DevnetClock(InstantSource source, double factor) {
        this.source = source;
        this.sourceThen = source.instant();
        this.then = sourceThen;
        this.factor = checked(factor);
    }

    /** As the wall's clock. */
    public static DevnetClock real() {
        return over(Clock.systemUTC());
    }

    /** As the source, with nothing added. */
    public static DevnetClock over(InstantSource source) {
        return new DevnetClock(source, 1);
    }

    /**
     * Faster than its source, or slower.
     *
     * @param factor seconds here in one second of the source; more than 0
     */
    public static DevnetClock accelerated(InstantSource source, double factor) {
        return new DevnetClock(source, factor);
    }

    @Override
    public synchronized Instant instant() {
        Duration passed = Duration.between(sourceThen, source.instant());
        return factor == 1 ? then.plus(passed) : then.plus(scaled(passed, factor));
    }

    /** Jumps ahead to that time; nothing happens when it is over already. */
    synchronized void advanceTo(Instant time) {
        if (instant().isBefore(time)) {
            settle(time);
        }
    }

    /** From now on it runs so much faster than its source. */
    synchronized void accelerate(double newFactor) {
        checked(newFactor);
        settle(instant());
        factor = newFactor;
    }

    /** The time outside, which miners live in: what they sign is as old as it says. */
    public InstantSource outside() {
        return source;
    }

    public synchronized double factor() {
        return factor;
    }

    /** How long one has to wait for so much of this time to pass. */
    public synchronized Duration realOf(Duration here) {
        return factor == 1 ? here : scaled(here, 1 / factor);
    }

    private void settle(Instant now) {
        sourceThen = source.instant();
        then = now;
    }

    private static double checked(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException(
                    "The devnet's clock cannot run " + factor + " times as fast (CLOCK_FACTOR): more than 0 is needed");
        }
        return factor;
    }

    private static Duration scaled(Duration span, double by) {
        double nanos = ((double) span.getSeconds() * NANOS + span.getNano()) * by;
        return Duration.ofSeconds((long) (nanos / NANOS), (long) (nanos % NANOS));
    }
}
