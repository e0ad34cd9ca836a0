package dev.rigger.app.bench.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.store.Change;
import dev.rigger.devnet.cluster.store.Deletion;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import dev.rigger.devnet.cluster.store.Selector;
import dev.rigger.devnet.cluster.store.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Those of the simulated cluster, read past its API. */
final class StoredObjects implements ClusterObjects {
    private static final Set<Kind> KINDS = Set.of(Kind.JOB, Kind.SERVICE, Kind.CONFIG_MAP, Kind.POD);

    private final ObjectStore objects;
    private @Nullable Subscription subscription;
    private @Nullable Thread follower;

    StoredObjects(ObjectStore objects) {
        this.objects = objects;
    }

    @Override
    public List<WorkloadObject> all() {
        return KINDS.stream()
                .flatMap(kind ->
                        objects.list(kind, null, Selector.ALL).items().stream().map(object -> read(kind, object)))
                .filter(object -> !object.chuteId().isEmpty())
                .toList();
    }

    @Override
    public void watchJobs(Consumer<WorkloadObject> told) {
        Subscription changes = objects.subscribe(Set.of(Kind.JOB), null);
        subscription = changes;
        follower = Thread.ofVirtual().name("workloads").start(() -> follow(changes, told));
    }

    @Override
    public void deletePod(String name) {
        objects.find(Kind.POD, NAMESPACE, name)
                .ifPresent(pod -> objects.delete(Kind.POD, NAMESPACE, name, Deletion.inBackground()));
    }

    private static void follow(Subscription changes, Consumer<WorkloadObject> told) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Change change = changes.next(Duration.ofSeconds(1));
                if (change != null && change.type() == Change.Type.ADDED) {
                    told.accept(read(Kind.JOB, change.object()));
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static WorkloadObject read(Kind kind, ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        return new WorkloadObject(
                ObjectStore.uidOf(object),
                kind.typeName(),
                ObjectStore.nameOf(object),
                metadata.path("labels").path(CHUTE_ID).asText(),
                metadata.path("labels").path(DEPLOYMENT_ID).asText(),
                metadata.hasNonNull("deletionTimestamp"));
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.interrupt();
        }
        if (subscription != null) {
            subscription.close();
        }
    }
}
