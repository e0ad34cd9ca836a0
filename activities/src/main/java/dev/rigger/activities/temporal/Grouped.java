package dev.rigger.activities.temporal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Does one thing for many callers at a time: whoever comes while it is being done shares the next turn with all others who
 * came meanwhile. A caller who comes alone does not wait.
 *
 * <p>A turn that fails for several is repeated for each alone, so that one caller's fault is not the others'.
 */
public final class Grouped<T, R> {
    private final int most;
    private final Function<List<T>, List<R>> turn;
    private final Queue<Caller<T, R>> waiting = new ArrayDeque<>();
    private boolean busy;

    private record Caller<T, R>(T item, CompletableFuture<R> told) {}

    /**
     * @param most callers that share a turn
     * @param turn what is done, and what each is told, in their order; repeating it for the same items must do no harm
     */
    public Grouped(int most, Function<List<T>, List<R>> turn) {
        this.most = most;
        this.turn = turn;
    }

    /** What the turn with this item tells it; throws what the turn threw. */
    public R ask(T item) {
        Caller<T, R> caller = new Caller<>(item, new CompletableFuture<>());
        if (isFirst(caller)) {
            Thread.ofVirtual().name("grouped").start(this::serve);
        }
        try {
            return caller.told().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private synchronized boolean isFirst(Caller<T, R> caller) {
        waiting.add(caller);
        boolean first = !busy;
        busy = true;
        return first;
    }

    private void serve() {
        for (List<Caller<T, R>> group = next(); !group.isEmpty(); group = next()) {
            if (!isServed(group) && group.size() > 1) {
                group.forEach(caller -> isServed(List.of(caller)));
            }
        }
    }

    private synchronized List<Caller<T, R>> next() {
        List<Caller<T, R>> group = new ArrayList<>();
        while (group.size() < most && !waiting.isEmpty()) {
            group.add(waiting.remove());
        }
        busy = !group.isEmpty();
        return group;
    }

    private boolean isServed(List<Caller<T, R>> group) {
        try {
            List<R> told = turn.apply(group.stream().map(Caller::item).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).told().complete(told.get(i));
            }
            return true;
        } catch (RuntimeException failure) {
            if (group.size() == 1) {
                group.getFirst().told().completeExceptionally(failure);
            }
            return false;
        }
    }
}
