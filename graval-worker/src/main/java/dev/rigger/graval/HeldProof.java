package dev.rigger.graval;

import dev.rigger.gpv1.prover.ServerWork;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The last proof's work, kept in the GPUs' memory for audits and openings: until it is released, a new proof needs the memory,
 * or nobody has asked for a while. Whoever calls this holds the lease of the GPUs.
 */
final class HeldProof implements AutoCloseable {
    private final GpuSlots slots;
    private final Duration silence;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("held-proof").daemon().factory());
    private @Nullable Held held;
    private @Nullable Future<?> expiry;

    private record Held(long seed, ServerWork work) {}

    /** @param silence after which the memory is given back */
    HeldProof(GpuSlots slots, Duration silence) {
        this.slots = slots;
        this.silence = silence;
    }

    /** Keeps that challenge's work in place of what was held. */
    synchronized void keep(long seed, ServerWork work) {
        drop();
        held = new Held(seed, work);
        expireLater();
    }

    /** The work of that challenge, if it is still held; counts as being asked. */
    synchronized Optional<ServerWork> of(long seed) {
        if (held == null || held.seed() != seed) {
            return Optional.empty();
        }
        expireLater();
        return Optional.of(held.work());
    }

    /** Gives the memory back, whatever is held. */
    synchronized void drop() {
        if (expiry != null) {
            expiry.cancel(false);
            expiry = null;
        }
        if (held != null) {
            held.work().close();
            held = null;
        }
    }

    /** Gives everything back; nothing is kept from now on. */
    @Override
    public void close() {
        timer.shutdownNow();
        drop();
    }

    private void expireLater() {
        if (expiry != null) {
            expiry.cancel(false);
        }
        expiry = timer.schedule(this::expire, silence.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whoever is computing at this moment either drops it itself or asks for it, and then the silence begins anew. */
    private void expire() {
        Optional<GpuSlots.Lease> lease = slots.takeAllWithin(Duration.ZERO);
        if (lease.isPresent()) {
            try (GpuSlots.Lease free = lease.get()) {
                drop();
            }
        } else {
            synchronized (this) {
                if (held != null) {
                    expireLater();
                }
            }
        }
    }
}
