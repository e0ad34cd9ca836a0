package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.inventory.NodeState;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks at nodes, as far as our user may: users of worker clusters often see their own namespace alone. */
final class NodeLooks {
    private final KubernetesClient client;
    private final String namespace;
    private final Pages pages;

    NodeLooks(KubernetesClient client, String namespace, Pages pages) {
        this.client = client;
        this.namespace = namespace;
        this.pages = pages;
    }

    List<Cluster.NodeSighting> all() {
        Map<String, List<Pod>> podsOn = openPods().stream()
                .filter(pod -> pod.getSpec().getNodeName() != null)
                .collect(Collectors.groupingBy(pod -> pod.getSpec().getNodeName()));
        return pages.all(client.nodes()::list).stream()
                .map(node -> NodeReader.sighting(
                        node, podsOn.getOrDefault(node.getMetadata().getName(), List.of())))
                .toList();
    }

    /** A node that our user may not see is taken for ready. */
    NodeState state(String name) {
        try {
            Node node = client.nodes().withName(name).get();
            return node == null
                    ? NodeState.GONE
                    : NodeReader.sighting(node, List.of()).state();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            return NodeState.READY;
        }
    }

    private List<Pod> openPods() {
        try {
            return pages.all(client.pods()
                    .inAnyNamespace()
                    .withoutField("status.phase", "Succeeded")
                    .withoutField("status.phase", "Failed")::list);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            return pages.all(client.pods()
                    .inNamespace(namespace)
                    .withoutField("status.phase", "Succeeded")
                    .withoutField("status.phase", "Failed")::list);
        }
    }
}
