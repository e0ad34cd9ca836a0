package dev.rigger.devnet.cluster.control;

import dev.rigger.devnet.cluster.store.Change;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import dev.rigger.devnet.cluster.store.Subscription;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One controller's thread: it is told of everything that exists, then of every change, one after the other. */
public final class ControlLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

    private final Subscription changes;
    private final Consumer<Change> duty;
    private final Thread thread;

    private ControlLoop(String name, Subscription changes, Consumer<Change> duty) {
        this.changes = changes;
        this.duty = duty;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    public static ControlLoop start(String name, ObjectStore store, Set<Kind> kinds, Consumer<Change> duty) {
        ControlLoop loop = new ControlLoop(name, store.subscribe(kinds, null), duty);
        loop.thread.start();
        return loop;
    }

    private void run() {
        try {
            while (true) {
                Change change = changes.next(Duration.ofMinutes(1));
                if (change != null) {
                    attend(change);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("{} ends", thread.getName());
        }
    }

    /** One object that cannot be attended to must not end the controller for all others. */
    private void attend(Change change) {
        try {
            duty.accept(change);
        } catch (RuntimeException e) {
            LOG.error("{} failed on {} {}", thread.getName(), change.kind(), ObjectStore.nameOf(change.object()), e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        changes.close();
    }
}
