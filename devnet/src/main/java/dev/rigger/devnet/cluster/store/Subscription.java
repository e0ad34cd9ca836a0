package dev.rigger.devnet.cluster.store;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The changes of some kinds, in order, for one reader. */
public final class Subscription implements AutoCloseable {
    private final Set<Kind> kinds;
    private final BlockingQueue<Change> queue = new LinkedBlockingQueue<>();
    private final Consumer<Subscription> onClose;

    Subscription(Set<Kind> kinds, Consumer<Subscription> onClose) {
        this.kinds = kinds;
        this.onClose = onClose;
    }

    void offer(Change change) {
        if (kinds.contains(change.kind())) {
            queue.add(change);
        }
    }

    /** The next change, or null when none came within that time. */
    public @Nullable Change next(Duration wait) throws InterruptedException {
        return queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
