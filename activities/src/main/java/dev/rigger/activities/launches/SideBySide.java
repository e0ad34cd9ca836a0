package dev.rigger.activities.launches;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Some pieces of work at a time, with heartbeats until all are done; a cancelled activity begins no more of them. */
final class SideBySide {
    /** Each may hold a connection of the database while it waits for a cluster; others need some too. */
    private static final int AT_A_TIME = 4;

    private static final Duration BEAT = Duration.ofSeconds(1);

    private SideBySide() {}

    /** Counts the items for which the work, which must not throw, answered true. */
    static <T> int count(List<T> items, Predicate<T> work) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        AtomicInteger done = new AtomicInteger();
        ExecutorService side = Executors.newFixedThreadPool(
                Math.clamp(items.size(), 1, AT_A_TIME),
                Thread.ofVirtual().name("head-start-", 0).factory());
        try {
            items.forEach(item -> side.execute(() -> {
                if (work.test(item)) {
                    done.incrementAndGet();
                }
            }));
            side.shutdown();
            while (!side.awaitTermination(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                context.heartbeat(done.get());
            }
            return done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return done.get();
        } finally {
            side.shutdownNow();
        }
    }
}
