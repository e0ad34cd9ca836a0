package dev.rigger.activities.launches;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether launches race other miners in this process just now. What takes no part in the race waits for its end, so that a
 * small server spends what it has on being first.
 */
@Singleton
public final class Races {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition over = lock.newCondition();
    private int running;

    void begun() {
        lock.lock();
        try {
            running++;
        } finally {
            lock.unlock();
        }
    }

    void ended() {
        lock.lock();
        try {
            running--;
            if (running == 0) {
                over.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns when nothing races, and after a second whatever races. */
    public void giveWay() {
        try {
            awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd() throws InterruptedException {
        long nanos = LONGEST.toNanos();
        lock.lockInterruptibly();
        try {
            while (running > 0 && nanos > 0) {
                nanos = over.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
