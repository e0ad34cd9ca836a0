package dev.rigger.workers.events;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Handles things of one subject one after another and those of different subjects side by side, on virtual threads.
 *
 * <p>What cannot be settled now ends its lane: what waits behind it is given back, because it must not overtake.
 */
final class SubjectLanes<T> {

    private final Map<String, Queue<T>> lanes = new HashMap<>();
    private final Predicate<T> settled;
    private final Consumer<T> givenBack;

    /**
     * @param settled handles one and answers whether the next of its subject may follow; must not throw
     * @param givenBack told of each that came behind an unsettled one
     */
    SubjectLanes(Predicate<T> settled, Consumer<T> givenBack) {
        this.settled = settled;
        this.givenBack = givenBack;
    }

    synchronized void add(String subject, T item) {
        Queue<T> waiting = lanes.get(subject);
        if (waiting == null) {
            lanes.put(subject, new ArrayDeque<>());
            Thread.ofVirtual().name("events").start(() -> drain(subject, item));
        } else {
            waiting.add(item);
        }
    }

    private void drain(String subject, T first) {
        for (T item = first; item != null; item = next(subject)) {
            if (!settled.test(item)) {
                close(subject);
                return;
            }
        }
    }

    private synchronized T next(String subject) {
        T item = lanes.getOrDefault(subject, new ArrayDeque<>()).poll();
        if (item == null) {
            lanes.remove(subject);
        }
        return item;
    }

    private synchronized void close(String subject) {
        Queue<T> behind = lanes.remove(subject);
        if (behind != null) {
            behind.forEach(givenBack);
        }
    }
}
