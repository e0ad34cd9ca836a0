package dev.rigger.app.bench;

import dev.rigger.devnet.cluster.store.Change;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import dev.rigger.devnet.cluster.store.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When the first Job of each of some chutes is in the cluster. */
final class JobArrivals implements AutoCloseable {
    private final Subscription changes;
    private final Set<String> awaited;

    JobArrivals(ObjectStore objects, List<String> chutes) {
        this.awaited = new HashSet<>(chutes);
        this.changes = objects.subscribe(Set.of(Kind.JOB), objects.version());
    }

    /** How long after {@code begun} each came, in their order. */
    List<Duration> await(long begun, Duration patience) {
        List<Duration> taken = new ArrayList<>();
        long deadline = begun + patience.toNanos();
        while (!awaited.isEmpty()) {
            Change change = next();
            long now = System.nanoTime();
            if (now > deadline) {
                throw new IllegalStateException("No Job for " + awaited.size() + " chutes after " + patience);
            }
            if (change != null && change.type() == Change.Type.ADDED && awaited.remove(chuteOf(change))) {
                taken.add(Duration.ofNanos(now - begun));
            }
        }
        return taken;
    }

    private @Nullable Change next() {
        try {
            return changes.next(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String chuteOf(Change change) {
        return change.object()
                .path("metadata")
                .path("labels")
                .path("chutes/chute-id")
                .asText();
    }

    @Override
    public void close() {
        changes.close();
    }
}
