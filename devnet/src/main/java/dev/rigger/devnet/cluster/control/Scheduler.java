package dev.rigger.devnet.cluster.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.store.Change;
import dev.rigger.devnet.cluster.store.DeletionMarks;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import dev.rigger.devnet.cluster.store.Selector;
import java.util.Comparator;
import java.util.Map;

/** Gives pods without a node the ready node with the most free {@code nvidia.com/gpu}; a pod that names its node keeps it. */
public final class Scheduler {
    private final ObjectStore store;

    public Scheduler(ObjectStore store) {
        this.store = store;
    }

    public void attend(Change change) {
        if (change.kind() == Kind.POD) {
            place(change.object());
        } else {
            store.list(Kind.POD, null, Selector.ALL).items().forEach(this::place);
        }
    }

    private void place(JsonNode pod) {
        if (!pod.at("/spec/nodeName").asText("").isEmpty() || DeletionMarks.isDeleting(pod)) {
            return;
        }
        store.list(Kind.NODE, null, Selector.ALL).items().stream()
                .filter(node -> isReady(node) && matches(node, pod) && free(node) >= gpus(pod))
                .max(Comparator.comparingLong(this::free))
                .ifPresent(node -> store.update(
                        Kind.POD,
                        ObjectStore.namespaceOf(pod),
                        ObjectStore.nameOf(pod),
                        edited -> edited.withObject("/spec").put("nodeName", ObjectStore.nameOf(node))));
    }

    private long free(ObjectNode node) {
        long used = store.podsOn(ObjectStore.nameOf(node)).stream()
                .filter(pod -> !pod.at("/status/phase").asText().matches("Succeeded|Failed"))
                .mapToLong(Scheduler::gpus)
                .sum();
        return node.at("/status/allocatable").path("nvidia.com/gpu").asLong() - used;
    }

    private static long gpus(JsonNode pod) {
        long sum = 0;
        for (JsonNode container : pod.at("/spec/containers")) {
            sum += container.at("/resources/requests").path("nvidia.com/gpu").asLong();
        }
        return sum;
    }

    private static boolean isReady(JsonNode node) {
        return node.at("/status/conditions/0/status").asText().equals("True")
                && !node.at("/spec/unschedulable").asBoolean();
    }

    private static boolean matches(JsonNode node, JsonNode pod) {
        for (Map.Entry<String, JsonNode> wanted : pod.at("/spec/nodeSelector").properties()) {
            if (!wanted.getValue().equals(node.at("/metadata/labels").path(wanted.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
