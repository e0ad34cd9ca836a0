package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import dev.rigger.inventory.NodeState;
import dev.rigger.workflows.deployment.PodSighting;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at all of a cluster, as far as our user may: users of worker clusters often see their own namespace alone. */
final class WholeLooks {
    /** So many are read one by one; more cost no more as a whole list. */
    private static final int FEW = 8;

    /** Rows of a table are small. */
    private static final Pages NAMES = new Pages(5_000);

    private final KubernetesClient client;
    private final String namespace;
    private final LeanLists lists;
    private final Pages pages;
    private final Function<Job, Optional<PodSighting>> waiting;

    /** @param waiting what keeps a Job from making its pod */
    WholeLooks(
            KubernetesClient client,
            String namespace,
            LeanLists lists,
            Pages pages,
            Function<Job, Optional<PodSighting>> waiting) {
        this.client = client;
        this.namespace = namespace;
        this.lists = lists;
        this.pages = pages;
        this.waiting = waiting;
    }

    /** One list of each kind: Jobs before the pods that they make, pods before the nodes that they are on. */
    Cluster.Look all() {
        List<Job> names = NAMES.allAhead(page -> lists.jobNames(WorkloadNames.ALL_CHUTES, page));
        List<Pod> pods = pods();
        List<Pod> ofChutes = pods.stream().filter(this::isOfChute).toList();
        return new Cluster.Look(ChuteList.of(jobs(names, ofChutes), ofChutes, waiting), nodes(pods));
    }

    /** A node that our user may not see is taken for ready. */
    NodeState state(String name) {
        try {
            Node node = client.nodes().withName(name).get();
            return node == null
                    ? NodeState.GONE
                    : NodeReader.sighting(node, List.of()).state();
        } catch (KubernetesClientException e) {
            mustBeForbidden(e);
            return NodeState.READY;
        }
    }

    /** What a Job says of itself counts where no pod says more, and where its name is no deployment's. */
    private List<Job> jobs(List<Job> names, List<Pod> ofChutes) {
        Set<String> withPod = ofChutes.stream()
                .flatMap(pod -> ChuteList.deploymentOf(pod).stream())
                .collect(Collectors.toSet());
        Map<Boolean, List<Job>> byNeed = names.stream()
                .collect(Collectors.partitioningBy(
                        job -> WorkloadNames.deploymentOfJob(job.getMetadata().getName())
                                .filter(withPod::contains)
                                .isEmpty()));
        Set<String> wanted = byNeed.getOrDefault(true, List.of()).stream()
                .map(job -> job.getMetadata().getName())
                .collect(Collectors.toSet());
        return Stream.concat(byNeed.getOrDefault(false, List.of()).stream(), read(wanted))
                .toList();
    }

    /** One that went meanwhile is left out. */
    private Stream<Job> read(Set<String> names) {
        return names.size() <= FEW
                ? names.stream()
                        .map(client.batch().v1().jobs().inNamespace(namespace)::withName)
                        .map(Resource::get)
                        .filter(Objects::nonNull)
                : pages.allAhead(page -> lists.jobs(WorkloadNames.ALL_CHUTES, page)).stream()
                        .filter(job -> names.contains(job.getMetadata().getName()));
    }

    private List<Pod> pods() {
        try {
            return pages.allAhead(page -> lists.pods(true, page));
        } catch (KubernetesClientException e) {
            mustBeForbidden(e);
            return pages.allAhead(page -> lists.pods(false, page));
        }
    }

    private Optional<List<Cluster.NodeSighting>> nodes(List<Pod> pods) {
        Map<String, List<Pod>> podsOn = pods.stream()
                .filter(WholeLooks::isOnANode)
                .collect(Collectors.groupingBy(pod -> pod.getSpec().getNodeName()));
        try {
            return Optional.of(pages.allAhead(lists::nodes).stream()
                    .map(node -> NodeReader.sighting(
                            node, podsOn.getOrDefault(node.getMetadata().getName(), List.of())))
                    .toList());
        } catch (KubernetesClientException e) {
            mustBeForbidden(e);
            return Optional.empty();
        }
    }

    private boolean isOfChute(Pod pod) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        return namespace.equals(pod.getMetadata().getNamespace())
                && WorkloadNames.ALL_CHUTES.entrySet().stream()
                        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    /** What waits for a node has nothing of a specification in a lean list. */
    private static boolean isOnANode(Pod pod) {
        return pod.getSpec() != null && pod.getSpec().getNodeName() != null;
    }

    private static void mustBeForbidden(KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
            throw e;
        }
    }
}
