package dev.rigger.devnet.cluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All objects of the cluster, with one resource version that counts every change. What it hands out is shared and never
 * modified: {@link #update} works on a copy. Refusals are {@link ApiRefusal}s.
 */
public final class ObjectStore {
    private static final int REMEMBERED_CHANGES = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Kind, NavigableMap<String, ObjectNode>> objects = new EnumMap<>(Kind.class);
    private final Index index = new Index();
    private final Deque<Change> history = new ArrayDeque<>();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Defaults defaults;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private long version;

    /** @param lastNodePort of the range that begins with {@code firstNodePort}, from which services get theirs */
    public ObjectStore(InstantSource clock, Supplier<UUID> ids, int firstNodePort, int lastNodePort) {
        this.defaults = new Defaults(firstNodePort, lastNodePort);
        this.clock = clock;
        this.ids = ids;
        for (Kind kind : Kind.values()) {
            objects.put(kind, new TreeMap<>());
        }
    }

    /** What a list answers: the objects, and the version from which a watch goes on. */
    public record Listing(List<ObjectNode> items, long version) {}

    public ObjectNode create(Kind kind, @Nullable String namespace, ObjectNode body) {
        return locked(() -> {
            ObjectNode object = body.deepCopy();
            ObjectNode metadata = object.withObject("/metadata");
            String uid = ids.get().toString();
            if (!metadata.hasNonNull("name")) {
                metadata.put("name", metadata.path("generateName").asText() + uid.substring(0, 5));
            }
            String name = metadata.path("name").asText();
            if (name.isEmpty()) {
                throw new ApiRefusal(422, "Invalid", "metadata.name: name or generateName is required");
            }
            if (of(kind).containsKey(key(namespace, name))) {
                throw ApiRefusal.alreadyExists(kind, name);
            }
            if (kind.namespaced() && !of(Kind.NAMESPACE).containsKey(key(null, String.valueOf(namespace)))) {
                throw ApiRefusal.notFound(Kind.NAMESPACE, String.valueOf(namespace));
            }
            object.put("apiVersion", kind.apiVersion()).put("kind", kind.typeName());
            metadata.put("uid", uid).put("creationTimestamp", now()).put("generation", 1);
            if (kind.namespaced()) {
                metadata.put("namespace", namespace);
            }
            defaults.apply(kind, object, index.nodePorts());
            return put(Change.Type.ADDED, kind, object, null);
        });
    }

    public Optional<ObjectNode> find(Kind kind, @Nullable String namespace, String name) {
        return locked(() -> Optional.ofNullable(of(kind).get(key(namespace, name))));
    }

    public ObjectNode get(Kind kind, @Nullable String namespace, String name) {
        return find(kind, namespace, name).orElseThrow(() -> ApiRefusal.notFound(kind, name));
    }

    /** Of one namespace, or of all when it is null. */
    public Listing list(Kind kind, @Nullable String namespace, Selector selector) {
        return locked(() -> new Listing(
                Index.key(kind, selector)
                        .map(index::of)
                        .map(List::stream)
                        .orElseGet(() -> of(kind).values().stream())
                        .filter(o -> namespace == null || namespaceOf(o).equals(namespace))
                        .filter(selector::matches)
                        .toList(),
                version));
    }

    /** Replaces the object; a {@code resourceVersion} in the body must be the present one. */
    public ObjectNode replace(Kind kind, @Nullable String namespace, String name, ObjectNode body) {
        return locked(() -> {
            ObjectNode present = get(kind, namespace, name);
            String expected = body.at("/metadata/resourceVersion").asText("");
            if (!expected.isEmpty() && !expected.equals(versionOf(present))) {
                throw ApiRefusal.stale(kind, name);
            }
            return change(kind, present, body.deepCopy());
        });
    }

    /** JSON merge patch; a {@code resourceVersion} in it must be the present one. */
    public ObjectNode mergePatch(Kind kind, @Nullable String namespace, String name, JsonNode patch) {
        return locked(() -> replace(
                kind, namespace, name, (ObjectNode) MergePatch.apply(get(kind, namespace, name), objectOnly(patch))));
    }

    /** Creates or merges, with nobody owning any field; a uid in the object must be the present one's. */
    public ObjectNode apply(Kind kind, @Nullable String namespace, String name, ObjectNode object) {
        return locked(() -> {
            Optional<ObjectNode> present = find(kind, namespace, name);
            String uid = uidOf(object);
            if (!uid.isEmpty() && present.filter(p -> uidOf(p).equals(uid)).isEmpty()) {
                throw ApiRefusal.stale(kind, name);
            }
            return present.isPresent() ? mergePatch(kind, namespace, name, object) : create(kind, namespace, object);
        });
    }

    /** Changes a copy and stores it when it differs; empty when there is no such object. */
    public Optional<ObjectNode> update(Kind kind, @Nullable String namespace, String name, Consumer<ObjectNode> edit) {
        return locked(() -> find(kind, namespace, name).map(present -> {
            ObjectNode copy = present.deepCopy();
            edit.accept(copy);
            return copy.equals(present) ? present : change(kind, present, copy);
        }));
    }

    /**
     * Deletes at once what nothing holds; a pod that runs, and an object with finalizers, gets a deletion time and stays
     * until the kubelet or the garbage collector {@link #remove}s it. Answers the object as it is then.
     */
    public ObjectNode delete(Kind kind, @Nullable String namespace, String name, Deletion how) {
        return locked(() -> {
            ObjectNode present = get(kind, namespace, name);
            if ((how.uid() != null && !how.uid().equals(uidOf(present)))
                    || (how.resourceVersion() != null && !how.resourceVersion().equals(versionOf(present)))) {
                throw ApiRefusal.stale(kind, name);
            }
            ObjectNode copy = present.deepCopy();
            boolean held = DeletionMarks.mark(kind, copy, how, now());
            return held ? change(kind, present, copy) : take(kind, present);
        });
    }

    /** Takes the object away for good, whatever held it; absent, or another of the same name, is no error. */
    public void remove(Kind kind, ObjectNode object) {
        locked(() -> find(kind, namespaceOrNull(object), nameOf(object))
                .filter(present -> uidOf(present).equals(uidOf(object)))
                .map(present -> take(kind, present)));
    }

    /**
     * Subscribes to what comes after a version.
     *
     * @param after changes later than this are delivered; null delivers everything that exists as added first
     * @throws ApiRefusal 410 when that version is too long ago
     */
    public Subscription subscribe(Set<Kind> kinds, @Nullable Long after) {
        return locked(() -> {
            Subscription subscription = new Subscription(kinds, subscriptions::remove);
            if (after == null) {
                kinds.forEach(kind -> of(kind).values()
                        .forEach(o -> subscription.offer(
                                new Change(Change.Type.ADDED, kind, o, null, Long.parseLong(versionOf(o))))));
            } else {
                if (history.size() == REMEMBERED_CHANGES && history.getFirst().version() > after + 1) {
                    throw new ApiRefusal(410, "Expired", "too old resource version: " + after);
                }
                history.stream().filter(c -> c.version() > after).forEach(subscription::offer);
            }
            subscriptions.add(subscription);
            return subscription;
        });
    }

    /** Pods of that owner. */
    public List<ObjectNode> podsOwnedBy(String ownerUid) {
        return locked(() -> index.of(Index.ownedBy(ownerUid)));
    }

    /** Services of that owner. */
    public List<ObjectNode> servicesOwnedBy(String ownerUid) {
        return locked(() -> index.of(Index.leadingTo(ownerUid)));
    }

    /** Pods that were given to that node. */
    public List<ObjectNode> podsOn(String node) {
        return locked(() -> index.of(Index.onNode(node)));
    }

    /** Jobs that carry the label of that deployment. */
    public List<ObjectNode> jobsOf(String deploymentId) {
        return locked(() -> index.of(Index.jobsOf(deploymentId)));
    }

    public long version() {
        return locked(() -> version);
    }

    /** Puts back what a {@link StateFile} kept, without telling anybody. */
    void restore(long restoredVersion, Map<Kind, List<ObjectNode>> kept) {
        locked(() -> {
            kept.forEach((kind, items) -> items.forEach(o -> {
                of(kind).put(key(namespaceOrNull(o), nameOf(o)), o);
                index.replace(kind, null, o);
            }));
            version = restoredVersion;
            return version;
        });
    }

    private ObjectNode change(Kind kind, ObjectNode present, ObjectNode next) {
        ObjectNode metadata = next.withObject("/metadata");
        metadata.put("uid", uidOf(present)).put("name", nameOf(present));
        metadata.set("creationTimestamp", present.at("/metadata/creationTimestamp"));
        next.put("apiVersion", kind.apiVersion()).put("kind", kind.typeName());
        return put(Change.Type.MODIFIED, kind, next, present);
    }

    private ObjectNode put(Change.Type type, Kind kind, ObjectNode object, @Nullable ObjectNode before) {
        version++;
        object.withObject("/metadata").put("resourceVersion", Long.toString(version));
        of(kind).put(key(namespaceOrNull(object), nameOf(object)), object);
        index.replace(kind, before, object);
        publish(new Change(type, kind, object, before, version));
        return object;
    }

    private ObjectNode take(Kind kind, ObjectNode present) {
        version++;
        of(kind).remove(key(namespaceOrNull(present), nameOf(present)));
        index.replace(kind, present, null);
        ObjectNode last = present.deepCopy();
        last.withObject("/metadata").put("resourceVersion", Long.toString(version));
        publish(new Change(Change.Type.DELETED, kind, last, present, version));
        return last;
    }

    private void publish(Change change) {
        history.addLast(change);
        if (history.size() > REMEMBERED_CHANGES) {
            history.removeFirst();
        }
        subscriptions.forEach(s -> s.offer(change));
    }

    private static JsonNode objectOnly(JsonNode patch) {
        if (!patch.isObject()) {
            throw new ApiRefusal(400, "BadRequest", "a merge patch is a JSON object");
        }
        return patch;
    }

    private NavigableMap<String, ObjectNode> of(Kind kind) {
        NavigableMap<String, ObjectNode> all = objects.get(kind);
        if (all == null) {
            throw new IllegalStateException("no room for " + kind);
        }
        return all;
    }

    Collection<ObjectNode> snapshot(Kind kind) {
        return locked(() -> new ArrayList<>(of(kind).values()));
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String key(@Nullable String namespace, String name) {
        return namespace == null ? name : namespace + "/" + name;
    }

    public static String nameOf(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    public static String uidOf(JsonNode object) {
        return object.at("/metadata/uid").asText();
    }

    public static String namespaceOf(JsonNode object) {
        return object.at("/metadata/namespace").asText("");
    }

    private static @Nullable String namespaceOrNull(JsonNode object) {
        String namespace = namespaceOf(object);
        return namespace.isEmpty() ? null : namespace;
    }

    private static String versionOf(JsonNode object) {
        return object.at("/metadata/resourceVersion").asText();
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
