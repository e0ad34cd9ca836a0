package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.cluster.NodeView.Presence;
import dev.rigger.activities.kubernetes.objects.WorkloadNames;
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
import org.jspecify.annotations.Nullable;

/** Looks at a node and at what it needs around it. What the cluster hides from us is told as hidden, not as missing. */
final class NodeViews {
    private static final Pages PAGES = new Pages(500);

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
        Quantity allocatable = Objects.requireNonNullElse(node.getStatus().getAllocatable(), Map.<String, Quantity>of())
                .get(DiskSpace.RESOURCE);
        if (allocatable == null) {
            return null;
        }
        try {
            List<Pod> others = PAGES
                    .all(client.pods()
                            .inAnyNamespace()
                            .withField("spec.nodeName", node.getMetadata().getName())::list)
                    .stream()
                    .filter(NodeViews::isOthers)
                    .toList();
            return (long) DiskSpace.freeGib(allocatable, others);
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
        return !labels.containsKey(WorkloadNames.DEPLOYMENT_ID);
    }

    private static boolean isHidden(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    }
}
