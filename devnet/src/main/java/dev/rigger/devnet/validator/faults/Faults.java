package dev.rigger.devnet.validator.faults;

import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.faults.FaultKind.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The faults that stand now. They strike in the order in which they were added; one that takes an answer's place leaves
 * those behind it for the next call. Over is a fault after its count, after its time, or when it is taken back.
 */
public final class Faults {
    private final DevnetClock clock;
    private final SplittableRandom dice;
    private final List<Standing> standing = new ArrayList<>();
    private long lastNumber;
    private long clearances;

    public Faults(long seed, DevnetClock clock) {
        this.dice = new SplittableRandom(seed);
        this.clock = clock;
    }

    /**
     * A fault that stands.
     *
     * @param number by which it can be taken back; later faults have higher ones
     * @param hits how often it struck
     * @param until when it is over; null for one without a time
     */
    public record Standing(
            long number, Fault fault, int hits, @Nullable Instant until) {
        boolean spent() {
            return fault.count() != null && hits >= fault.count();
        }
    }

    public synchronized Standing add(Fault fault) {
        Duration lasting = fault.lasting();
        Standing added = new Standing(
                ++lastNumber, fault, 0, lasting == null ? null : clock.instant().plus(lasting));
        standing.add(added);
        return added;
    }

    /** Takes one back; false when none of that number stands. */
    public synchronized boolean remove(long number) {
        boolean stood = standing.removeIf(one -> one.number() == number);
        released();
        return stood;
    }

    /** Takes all back; calls that hang are let go. */
    public synchronized void clear() {
        standing.clear();
        released();
    }

    public synchronized List<Standing> standing() {
        expire();
        return List.copyOf(standing);
    }

    public List<Fault> all() {
        return standing().stream().map(Standing::fault).toList();
    }

    /** What strikes a call. */
    List<Fault> onCall(String method, String path) {
        return strike(fault -> fault.side() == Side.HTTP
                && path.startsWith(fault.prefix())
                && (fault.method() == null || fault.method().equals(method)));
    }

    /** What of these kinds strikes an event on its way to one session. */
    List<Fault> onEvent(String reason, List<FaultKind> kinds) {
        return strike(fault -> fault.kinds().stream().anyMatch(kinds::contains) && reason.startsWith(fault.prefix()));
    }

    /** Whether a fault of that kind, added after the mark, strikes. */
    synchronized boolean strikesSince(long mark, FaultKind kind) {
        expire();
        for (Standing one : List.copyOf(standing)) {
            if (one.number() > mark && one.fault().has(kind) && drawn(one.fault())) {
                hit(one);
                return true;
            }
        }
        return false;
    }

    /** Whether a fault of that kind stands that was added after the mark; counts no hit. */
    synchronized boolean standsSince(long mark, FaultKind kind) {
        expire();
        return standing.stream()
                .anyMatch(one -> one.number() > mark && one.fault().has(kind));
    }

    /** Tells faults that are there already from those that are yet to come. */
    synchronized long mark() {
        return lastNumber;
    }

    /** Waits so much of the devnet's time. */
    void pause(Duration time) {
        await(time, () -> false);
    }

    /** Waits so much of the devnet's time, or until faults are taken back. */
    void hang(Duration time) {
        long before;
        synchronized (this) {
            before = clearances;
        }
        await(time, () -> clearances != before);
    }

    /** A number from the seed, under the bound. */
    synchronized int chance(int bound) {
        return dice.nextInt(bound);
    }

    Duration realOf(Duration time) {
        return clock.realOf(time);
    }

    private interface Released {
        boolean isIt();
    }

    private synchronized void await(Duration time, Released released) {
        long end = System.nanoTime() + clock.realOf(time).toNanos();
        try {
            for (long left = end - System.nanoTime(); left > 0 && !released.isIt(); left = end - System.nanoTime()) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Fault> strike(Predicate<Fault> fits) {
        expire();
        List<Fault> striking = new ArrayList<>();
        for (Standing one : List.copyOf(standing)) {
            if (fits.test(one.fault()) && drawn(one.fault())) {
                hit(one);
                striking.add(one.fault());
                if (one.fault().replaces()) {
                    break;
                }
            }
        }
        return striking;
    }

    private boolean drawn(Fault fault) {
        return fault.share() >= 1 || dice.nextDouble() < fault.share();
    }

    private void hit(Standing one) {
        Standing after = new Standing(one.number(), one.fault(), one.hits() + 1, one.until());
        standing.set(standing.indexOf(one), after);
        if (after.spent()) {
            standing.remove(after);
        }
    }

    private void expire() {
        Instant now = clock.instant();
        standing.removeIf(one -> Optional.ofNullable(one.until())
                .filter(until -> !now.isBefore(until))
                .isPresent());
    }

    private void released() {
        clearances++;
        notifyAll();
    }
}
