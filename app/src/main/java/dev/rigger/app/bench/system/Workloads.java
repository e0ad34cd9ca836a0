package dev.rigger.app.bench.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.store.Change;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import dev.rigger.devnet.cluster.store.Selector;
import dev.rigger.devnet.cluster.store.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers every Job that the cluster ever accepted, so that a second launch cannot hide behind a deletion. */
public final class Workloads implements AutoCloseable {
    private static final String CHUTE_LABEL = "chutes/chute-id";

    private final ObjectStore objects;
    private final Subscription subscription;
    private final Thread follower;
    private final List<ObjectNode> jobsEver = new CopyOnWriteArrayList<>();

    Workloads(ObjectStore objects) {
        this.objects = objects;
        this.subscription = objects.subscribe(Set.of(Kind.JOB), null);
        this.follower = Thread.ofVirtual().name("workloads").start(this::follow);
    }

    private void follow() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Change change = subscription.next(Duration.ofSeconds(1));
                if (change != null && change.type() == Change.Type.ADDED) {
                    jobsEver.add(change.object());
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many Jobs were ever made for that chute. */
    public long jobsEverOf(String chuteId) {
        return jobsEver.stream().filter(job -> chuteOf(job).equals(chuteId)).count();
    }

    /** Jobs, Services and pods of that chute that are there now, by name. */
    public List<String> leftOf(String chuteId) {
        return Set.of(Kind.JOB, Kind.SERVICE, Kind.POD).stream()
                .flatMap(kind -> objects.list(kind, null, Selector.ALL).items().stream()
                        .filter(object -> chuteOf(object).equals(chuteId))
                        .map(object -> kind + " " + ObjectStore.nameOf(object)))
                .toList();
    }

    private static String chuteOf(ObjectNode object) {
        return object.path("metadata").path("labels").path(CHUTE_LABEL).asText();
    }

    @Override
    public void close() {
        follower.interrupt();
        subscription.close();
    }
}
