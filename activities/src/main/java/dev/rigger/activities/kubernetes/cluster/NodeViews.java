package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.cluster.NodeView.Presence;
import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at a node and at what it needs around it. What the cluster hides from us is told as hidden, not as missing. */
final class NodeViews {
    private static final Pages PAGES = new Pages(500);
    private static final String DISK = "ephemeral-storage";
    /** Stays with the host: images, logs, what nobody reserved. */
    private static final long HOST_GIB = 20;

    private static final long BYTES_PER_GIB = 1L << 30;

    private static final Set<String> OVER = Set.of("Succeeded", "Failed");

    private final KubernetesClient client;
    private final String namespace;
    private final String runtimeClass;

    NodeViews(KubernetesClient client, String namespace, String runtimeClass) {
        this.client = client;
        this.namespace = namespace;
        this.runtimeClass = runtimeClass;
    }

    Optional<NodeView> lookAt(String nodeName) {
        return Optional.ofNullable(client.nodes().withName(nodeName).get()).map(this::sighting);
    }

    private NodeView sighting(Node node) {
        return new NodeView(
                node,
                NodeReader.facts(node),
                diskGib(node),
                presence(client.resources(RuntimeClass.class).withName(runtimeClass)),
                presence(client.namespaces().withName(namespace)));
    }

    private static <T extends HasMetadata> Presence presence(Resource<T> wanted) {
        try {
            return wanted.get() == null ? Presence.MISSING : Presence.THERE;
        } catch (KubernetesClientException e) {
            if (isHidden(e)) {
                return Presence.HIDDEN;
            }
            throw e;
        }
    }

    /** What the node gives to pods, less what others' pods ask for; chutes' own are counted by whoever plans them. */
    private @Nullable Long diskGib(Node node) {
        Map<String, Quantity> allocatable =
                Objects.requireNonNullElse(node.getStatus().getAllocatable(), Map.of());
        if (!allocatable.containsKey(DISK)) {
            return null;
        }
        try {
            long asked = PAGES
                    .all(client.pods()
                            .inAnyNamespace()
                            .withField("spec.nodeName", node.getMetadata().getName())::list)
                    .stream()
                    .filter(NodeViews::isOthers)
                    .mapToLong(NodeViews::askedBytes)
                    .sum();
            return Math.max(0, (bytes(allocatable) - asked) / BYTES_PER_GIB - HOST_GIB);
        } catch (KubernetesClientException e) {
            if (isHidden(e)) {
                return null;
            }
            throw e;
        }
    }

    private static boolean isOthers(Pod pod) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        return !OVER.contains(String.valueOf(pod.getStatus().getPhase()))
                && !labels.containsKey(WorkloadNames.DEPLOYMENT_ID);
    }

    /** As the scheduler counts: all containers together, or the largest init container. */
    private static long askedBytes(Pod pod) {
        long together = pod.getSpec().getContainers().stream()
                .mapToLong(NodeViews::askedBytes)
                .sum();
        long largest = Objects.requireNonNullElse(pod.getSpec().getInitContainers(), List.<Container>of()).stream()
                .mapToLong(NodeViews::askedBytes)
                .max()
                .orElse(0);
        return Math.max(together, largest);
    }

    private static long askedBytes(Container container) {
        Map<String, Quantity> requests = container.getResources() == null
                ? Map.of()
                : Objects.requireNonNullElse(container.getResources().getRequests(), Map.of());
        return bytes(requests);
    }

    private static long bytes(Map<String, Quantity> quantities) {
        Quantity disk = quantities.get(DISK);
        return disk == null ? 0 : disk.getNumericalAmount().longValue();
    }

    private static boolean isHidden(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    }
}
