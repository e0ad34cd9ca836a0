package dev.rigger.graval;

import dev.rigger.gpv1.ProofWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * This host's GPUs as slots, one for each, shared by everything in this process that computes on them. A proof of the
 * whole server owns all slots.
 */
public final class GpuSlots {
    private static final Duration LOOK_UP = Duration.ofMillis(200);

    private final int count;
    private final Semaphore free;

    public GpuSlots(int count) {
        this.count = count;
        this.free = new Semaphore(count, true);
    }

    public int count() {
        return count;
    }

    /** Slots held. Closing it twice frees them once. */
    public static final class Lease implements AutoCloseable {
        private final Semaphore free;
        private int held;

        private Lease(Semaphore free, int held) {
            this.free = free;
            this.held = held;
        }

        @Override
        public synchronized void close() {
            free.release(held);
            held = 0;
        }
    }

    /** Waits for all slots, looking up to the watch meanwhile. */
    public Lease takeAll(ProofWatch watch) {
        while (true) {
            watch.check();
            Optional<Lease> lease = takeAllWithin(LOOK_UP);
            if (lease.isPresent()) {
                return lease.get();
            }
        }
    }

    /** All slots, or none when they don't come free in that time. */
    public Optional<Lease> takeAllWithin(Duration patience) {
        try {
            return free.tryAcquire(count, patience.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(new Lease(free, count))
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for the GPUs");
        }
    }
}
