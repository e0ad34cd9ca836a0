package dev.rigger.monitor.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.monitor.wire.ResourceType;
import dev.rigger.monitor.wire.Slimmed;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The cluster's objects as its API server tells them, and which of them changed since they were last told. What waits is
 * only named: what is told is what is there at that moment, so that nothing old is ever told after something newer.
 */
final class WatchedObjects implements AutoCloseable {
    private record Key(ResourceType type, String namespace, String name) {}

    /** @param type as {@link dev.rigger.monitor.wire.Push.Change} has it */
    record Change(String type, ObjectNode object) {}

    private final KubernetesClient client;
    private final Map<ResourceType, List<SharedIndexInformer<GenericKubernetesResource>>> informers = new HashMap<>();
    /** Done when all of a kind was listed for the first time. */
    private final Map<ResourceType, CompletableFuture<Void>> listed = new EnumMap<>(ResourceType.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SequencedSet<Key> waiting = new LinkedHashSet<>();
    private final Map<Key, GenericKubernetesResource> told = new HashMap<>();

    WatchedObjects(KubernetesClient client, List<String> namespaces) {
        this.client = client;
        for (ResourceType type : ResourceType.values()) {
            List<SharedIndexInformer<GenericKubernetesResource>> ofType = new ArrayList<>();
            for (String namespace : type.namespaced() ? namespaces : List.of("")) {
                ofType.add(informer(type, namespace));
            }
            informers.put(type, ofType);
        }
    }

    private SharedIndexInformer<GenericKubernetesResource> informer(ResourceType type, String namespace) {
        var resources = client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup(type.group())
                .withVersion("v1")
                .withKind(type.kind())
                .withPlural(type.plural())
                .withNamespaced(type.namespaced())
                .build());
        var informer = namespace.isEmpty()
                ? resources.runnableInformer(0)
                : resources.inNamespace(namespace).runnableInformer(0);
        informer.addEventHandler(new Listener(type));
        informer.exceptionHandler((started, problem) -> true);
        return informer;
    }

    /** Begins to watch, and goes on through lost connections, expired versions and restarts of the API server. */
    void start() {
        informers.forEach((type, ofType) -> listed.put(
                type,
                CompletableFuture.allOf(ofType.stream()
                        .map(informer -> informer.start().toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new))));
    }

    /** Kinds that the API server did not list once in that time; empty as soon as there is none. */
    List<String> unlisted(Duration patience) throws InterruptedException {
        CompletableFuture<Void> all = CompletableFuture.allOf(listed.values().toArray(CompletableFuture<?>[]::new));
        try {
            all.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return List.of();
        } catch (TimeoutException | ExecutionException notAll) {
            return listed.entrySet().stream()
                    .filter(kind -> !kind.getValue().isDone() || kind.getValue().isCompletedExceptionally())
                    .map(kind -> kind.getKey().plural())
                    .sorted()
                    .toList();
        }
    }

    /** Everything that is there now, as a push has it; what waited to be told is told by that. */
    ObjectNode everything() {
        lock.lock();
        try {
            waiting.clear();
            told.clear();
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ObjectNode resources = body.putObject("resources");
            informers.forEach((type, ofType) -> {
                var list = resources.putArray(type.plural());
                for (var informer : ofType) {
                    for (GenericKubernetesResource object : informer.getStore().list()) {
                        told.put(key(type, object), object);
                        list.add(json(type, object));
                    }
                }
            });
            return body;
        } finally {
            lock.unlock();
        }
    }

    /** What is to be told next, in order; empty when nothing changed in that time. */
    List<Change> next(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return waiting.isEmpty() ? List.of() : changes(waiting.removeFirst());
        } finally {
            lock.unlock();
        }
    }

    private List<Change> changes(Key key) {
        GenericKubernetesResource now = present(key).orElse(null);
        GenericKubernetesResource before = now == null ? told.remove(key) : told.put(key, now);
        List<Change> changes = new ArrayList<>();
        boolean another = before != null && (now == null || !uid(before).equals(uid(now)));
        if (before != null && another) {
            changes.add(new Change("DELETED", json(key.type(), before)));
        }
        if (now != null && (before == null || another)) {
            changes.add(new Change("ADDED", json(key.type(), now)));
        } else if (now != null && before != null && !version(before).equals(version(now))) {
            boolean going = now.getMetadata().getDeletionTimestamp() != null;
            changes.add(new Change(going ? "TERMINATING" : "MODIFIED", json(key.type(), now)));
        }
        return changes;
    }

    private Optional<GenericKubernetesResource> present(Key key) {
        String inStore = key.namespace().isEmpty() ? key.name() : key.namespace() + "/" + key.name();
        return informers.getOrDefault(key.type(), List.of()).stream()
                .map(informer -> informer.getStore().getByKey(inStore))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private void note(Key key) {
        lock.lock();
        try {
            waiting.add(key);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private static Key key(ResourceType type, GenericKubernetesResource object) {
        return new Key(
                type,
                Objects.requireNonNullElse(object.getMetadata().getNamespace(), ""),
                object.getMetadata().getName());
    }

    /** Objects out of lists lack their kind. */
    private ObjectNode json(ResourceType type, GenericKubernetesResource object) {
        ObjectNode json = client.getKubernetesSerialization().convertValue(object, ObjectNode.class);
        return Slimmed.of(json.put("apiVersion", type.apiVersion()).put("kind", type.kind()));
    }

    private static String uid(GenericKubernetesResource object) {
        return Objects.requireNonNullElse(object.getMetadata().getUid(), "");
    }

    private static String version(GenericKubernetesResource object) {
        return Objects.requireNonNullElse(object.getMetadata().getResourceVersion(), "");
    }

    @Override
    public void close() {
        informers.values().forEach(ofType -> ofType.forEach(SharedIndexInformer::stop));
    }

    private final class Listener implements ResourceEventHandler<GenericKubernetesResource> {
        private final ResourceType type;

        Listener(ResourceType type) {
            this.type = type;
        }

        @Override
        public void onAdd(GenericKubernetesResource object) {
            note(key(type, object));
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
            note(key(type, now));
        }

        @Override
        public void onDelete(GenericKubernetesResource object, boolean stateUnknown) {
            note(key(type, object));
        }
    }
}
