package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.inventory.NodeState;
import dev.rigger.workflows.onboarding.NodeFacts;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a node object into what onboarding wants to know of it. */
final class NodeReader {
    private static final String GPU = "nvidia.com/gpu";

    private NodeReader() {}

    static NodeFacts facts(Node node) {
        Map<String, String> labels =
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        Map<String, Quantity> capacity =
                Objects.requireNonNullElse(node.getStatus().getCapacity(), Map.of());
        Map<String, Quantity> allocatable =
                Objects.requireNonNullElse(node.getStatus().getAllocatable(), Map.of());
        int gpus = count(allocatable, GPU);
        ResourceShares shares =
                ResourceShares.of(gpus, count(capacity, "cpu"), gib(capacity, "memory"), gpuMib(labels));
        return new NodeFacts(
                node.getMetadata().getUid(),
                node.getMetadata().getName(),
                address(labels, node.getStatus().getAddresses()),
                isReady(node),
                gpus,
                shares.cpus(),
                shares.memoryGib(),
                gib(capacity, "ephemeral-storage"),
                labels);
    }

    /** @param pods that run or wait on it */
    static Cluster.NodeSighting sighting(Node node, Collection<Pod> pods) {
        boolean cordoned =
                node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        return new Cluster.NodeSighting(
                node.getMetadata().getUid(),
                node.getMetadata().getName(),
                !isReady(node) ? NodeState.NOT_READY : cordoned ? NodeState.CORDONED : NodeState.READY,
                DiskSpace.freeGib(node.getStatus().getCapacity().get(DiskSpace.RESOURCE), pods));
    }

    private static boolean isReady(Node node) {
        return node.getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    private static @Nullable String address(Map<String, String> labels, List<NodeAddress> addresses) {
        String labelled = labels.get("chutes/external-ip");
        if (labelled != null) {
            return labelled;
        }
        return Stream.of("ExternalIP", "InternalIP")
                .flatMap(type -> addresses.stream().filter(a -> a.getType().equals(type)))
                .map(NodeAddress::getAddress)
                .findFirst()
                .orElse(null);
    }

    private static OptionalLong gpuMib(Map<String, String> labels) {
        String label = labels.getOrDefault("nvidia.com/gpu.memory", "");
        return label.matches("\\d+") ? OptionalLong.of(Long.parseLong(label)) : OptionalLong.empty();
    }

    private static int count(Map<String, Quantity> quantities, String name) {
        Quantity quantity = quantities.get(name);
        return quantity == null ? 0 : quantity.getNumericalAmount().intValue();
    }

    private static long gib(Map<String, Quantity> quantities, String name) {
        Quantity quantity = quantities.get(name);
        return quantity == null ? 0 : ResourceShares.gib(quantity);
    }
}
