package dev.rigger.workers.events;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells those who follow a race and take no part in it, one after another. While many wait it pauses between them, which
 * leaves a small server room for the race.
 */
final class Followers {
    private static final Duration BETWEEN = Duration.ofMillis(25);
    private static final int FEW = 4;

    private final ExecutorService one = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("followers").factory());
    private final AtomicInteger waiting = new AtomicInteger();

    /** Returns at once; the message must not throw. */
    void tell(Runnable message) {
        waiting.incrementAndGet();
        one.execute(() -> {
            try {
                message.run();
            } finally {
                if (waiting.decrementAndGet() > FEW) {
                    pause();
                }
            }
        });
    }

    int waiting() {
        return waiting.get();
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
