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
    private final LeanLists lists;
    private final Pages pages;

    NodeLooks(KubernetesClient client, LeanLists lists, Pages pages) {
        this.client = client;
        this.lists = lists;
        this.pages = pages;
    }

    List<Cluster.NodeSighting> all() {
        Map<String, List<Pod>> podsOn = openPods().stream()
                // What waits for a node has nothing of a specification in a lean list.
                .filter(pod -> pod.getSpec() != null && pod.getSpec().getNodeName() != null)
                .collect(Collectors.groupingBy(pod -> pod.getSpec().getNodeName()));
        return pages.all(lists::nodes).stream()
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
            return pages.all(page -> lists.requests(true, page));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            return pages.all(page -> lists.requests(false, page));
        }
    }
}
