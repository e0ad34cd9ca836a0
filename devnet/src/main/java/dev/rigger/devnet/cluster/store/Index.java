package dev.rigger.devnet.cluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds what controllers ask for at every change without looking at all objects. Only touched under the store's lock. */
final class Index {
    private static final String DEPLOYMENT_LABEL = "chutes/deployment-id";
    /** Labels by whose value somebody asks for one deployment's objects among those of thousands. */
    private static final Set<String> LABELS = Set.of(DEPLOYMENT_LABEL, "job-name");

    private static final Set<Kind> LABELLED = Set.of(Kind.POD, Kind.JOB);

    private final Map<String, Map<String, ObjectNode>> found = new HashMap<>();
    private final Set<Integer> nodePorts = new HashSet<>();

    static String ownedBy(String ownerUid) {
        return "owner " + ownerUid;
    }

    static String leadingTo(String ownerUid) {
        return "service of " + ownerUid;
    }

    static String onNode(String node) {
        return "node " + node;
    }

    static String jobsOf(String deploymentId) {
        return labelled(Kind.JOB, DEPLOYMENT_LABEL, deploymentId);
    }

    /** The key of a label that the selector wants to have one value; empty when it wants no such thing. */
    static Optional<String> key(Kind kind, Selector selector) {
        return LABELLED.contains(kind)
                ? selector.labels().entrySet().stream()
                        .filter(wanted -> LABELS.contains(wanted.getKey()))
                        .map(wanted -> labelled(kind, wanted.getKey(), wanted.getValue()))
                        .findFirst()
                : Optional.empty();
    }

    private static String labelled(Kind kind, String label, String value) {
        return kind + " " + label + "=" + value;
    }

    List<ObjectNode> of(String key) {
        return List.copyOf(found.getOrDefault(key, Map.of()).values());
    }

    /** Node ports of all services. */
    Set<Integer> nodePorts() {
        return nodePorts;
    }

    void replace(Kind kind, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        if (kind == Kind.SERVICE) {
            ports(before).forEach(nodePorts::remove);
            nodePorts.addAll(ports(after));
        }
        for (String key : keys(kind, before)) {
            Map<String, ObjectNode> there = found.getOrDefault(key, Map.of());
            if (before != null && there.remove(ObjectStore.uidOf(before)) != null && there.isEmpty()) {
                found.remove(key);
            }
        }
        for (String key : keys(kind, after)) {
            if (after != null) {
                found.computeIfAbsent(key, k -> new TreeMap<>()).put(ObjectStore.uidOf(after), after);
            }
        }
    }

    private static List<String> keys(Kind kind, @Nullable ObjectNode object) {
        if (object == null) {
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        if (kind == Kind.POD) {
            keys.add(ownedBy(ownerUid(object)));
            keys.add(onNode(object.path("spec").path("nodeName").asText("")));
        } else if (kind == Kind.SERVICE) {
            keys.add(leadingTo(ownerUid(object)));
        }
        if (LABELLED.contains(kind)) {
            JsonNode labels = object.path("metadata").path("labels");
            LABELS.forEach(
                    label -> keys.add(labelled(kind, label, labels.path(label).asText(""))));
        }
        return keys;
    }

    private static String ownerUid(ObjectNode object) {
        return object.path("metadata")
                .path("ownerReferences")
                .path(0)
                .path("uid")
                .asText("");
    }

    private static Set<Integer> ports(@Nullable ObjectNode service) {
        Set<Integer> ports = new HashSet<>();
        if (service != null) {
            for (JsonNode port : service.path("spec").path("ports")) {
                ports.add(port.path("nodePort").asInt());
            }
        }
        return ports;
    }
}
