package dev.rigger.devnet.validator.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens by itself in the devnet, in the order in which it is due. One step runs at a time. When the clock is
 * advanced, everything that was due in between happens, each at its own moment.
 */
public final class Clockwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);

    /** However fast the clock runs, the machine gets this much rest between two rounds. */
    private static final long LEAST_REST_NANOS = 2_000_000;

    private final DevnetClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private long order;
    private boolean closed;
    private @Nullable Thread thread;

    /** @param period null for what happens once */
    private record Due(Instant at, long order, @Nullable Duration period, Runnable step) {}

    public Clockwork(DevnetClock clock) {
        this.clock = clock;
    }

    /** From now on steps run when they are due. Without this they run in {@link #advance} only. */
    public void start() {
        lock.lock();
        try {
            thread = Thread.ofPlatform().daemon().name("devnet-clockwork").start(this::run);
        } finally {
            lock.unlock();
        }
    }

    /** Again and again, for the first time after one period. Where the machine is too slow, turns are left out. */
    public void every(Duration period, Runnable step) {
        add(clock.instant().plus(period), period, step);
    }

    /** Once. */
    public void after(Duration delay, Runnable step) {
        add(clock.instant().plus(delay), null, step);
    }

    /** Moves the clock ahead, through everything that is due until then; answers the new time. */
    public Instant advance(Duration by) {
        lock.lock();
        try {
            Instant until = clock.instant().plus(by);
            for (Due next = queue.peek(); next != null && !next.at().isAfter(until); next = queue.peek()) {
                clock.advanceTo(next.at());
                queue.poll();
                perform(next);
            }
            clock.advanceTo(until);
            return clock.instant();
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /** From now on the clock runs so much faster than the time outside. */
    public void accelerate(double factor) {
        lock.lock();
        try {
            clock.accelerate(factor);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void add(Instant at, @Nullable Duration period, Runnable step) {
        lock.lock();
        try {
            queue.add(new Due(at, ++order, period, step));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                Duration rest = round();
                if (rest == null) {
                    return;
                }
                sleep(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Performs what is due; answers how long nothing will be, or null at the end. */
    private @Nullable Duration round() {
        lock.lock();
        try {
            for (Due next = queue.peek(); next != null && !closed; next = queue.peek()) {
                Duration left = Duration.between(clock.instant(), next.at());
                if (left.isPositive()) {
                    return clock.realOf(left);
                }
                queue.poll();
                perform(next);
            }
            return closed ? null : Duration.ofMinutes(1);
        } finally {
            lock.unlock();
        }
    }

    private void perform(Due due) {
        try {
            due.step().run();
        } catch (RuntimeException e) {
            LOG.error("A step of the devnet failed; a periodic one is tried again", e);
        }
        Duration period = due.period();
        if (period != null && !closed) {
            Instant next = due.at().plus(period);
            Instant now = clock.instant();
            queue.add(new Due(next.isBefore(now) ? now : next, ++order, period, due.step()));
        }
    }

    private void sleep(Duration rest) throws InterruptedException {
        lock.lock();
        try {
            if (!closed) {
                var unused = changed.awaitNanos(Math.max(LEAST_REST_NANOS, rest.toNanos()));
            }
        } finally {
            lock.unlock();
        }
    }
}
