package dev.rigger.workers.events;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Semaphore;

/** Runs tasks of one subject one after another and those of different subjects side by side, on virtual threads. */
final class SubjectLanes {

    private final Map<String, Queue<Runnable>> lanes = new HashMap<>();
    private final Semaphore permits;

    /** @param sideBySide how many subjects at a time */
    SubjectLanes(int sideBySide) {
        permits = new Semaphore(sideBySide);
    }

    /** The task must not throw. */
    synchronized void run(String subject, Runnable task) {
        Queue<Runnable> waiting = lanes.get(subject);
        if (waiting == null) {
            lanes.put(subject, new ArrayDeque<>());
            Thread.ofVirtual().name("events").start(() -> drain(subject, task));
        } else {
            waiting.add(task);
        }
    }

    private void drain(String subject, Runnable first) {
        for (Runnable task = first; task != null; task = next(subject)) {
            permits.acquireUninterruptibly();
            try {
                task.run();
            } finally {
                permits.release();
            }
        }
    }

    private synchronized Runnable next(String subject) {
        Runnable task = lanes.getOrDefault(subject, new ArrayDeque<>()).poll();
        if (task == null) {
            lanes.remove(subject);
        }
        return task;
    }
}
