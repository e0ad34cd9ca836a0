package dev.rigger.workers.events;

import dev.rigger.activities.launches.Races;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells those who follow a race and take no part in it, one after another. While many wait, each waits until the race is
 * over, though not for ever, and gives way to whoever else is busy.
 */
final class Followers {
    private static final Duration BETWEEN = Duration.ofMillis(20);
    private static final int FEW = 4;

    private final ExecutorService one = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("followers").factory());
    private final AtomicInteger waiting = new AtomicInteger();
    private final Races races;

    Followers(Races races) {
        this.races = races;
    }

    /** Returns at once; the message must not throw. */
    void tell(Runnable message) {
        waiting.incrementAndGet();
        one.execute(() -> {
            try {
                if (waiting.get() > FEW) {
                    giveWay();
                }
                message.run();
            } finally {
                waiting.decrementAndGet();
            }
        });
    }

    int waiting() {
        return waiting.get();
    }

    private void giveWay() {
        try {
            Thread.sleep(BETWEEN);
            races.giveWay();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
