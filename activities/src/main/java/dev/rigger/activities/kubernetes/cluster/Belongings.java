package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Services and code, by their metadata alone. */
final class Belongings {
    private static final Map<String, String> CODE = Map.of("chutes/code", "true");

    private Belongings() {}

    static List<Cluster.Belonging> all(KubernetesClient client, String namespace, Pages pages) {
        return Stream.concat(
                        pages
                                .all(
                                        client.services().inNamespace(namespace).withLabels(WorkloadNames.ALL_CHUTES)
                                                ::listAsPartialObjectMetadata)
                                .stream()
                                .map(object -> read("Service", object)),
                        pages
                                .all(
                                        client.configMaps()
                                                .inNamespace(namespace)
                                                .withLabels(CODE)::listAsPartialObjectMetadata)
                                .stream()
                                .map(object -> read("ConfigMap", object)))
                .toList();
    }

    /** Of the whole namespace, for an edited label must not make an owner unseen. */
    static List<Cluster.Owner> owners(KubernetesClient client, String namespace, Pages pages) {
        List<HasMetadata> seen = new ArrayList<>();
        // Who makes before what is made, so that what one makes in between is seen with the other.
        seen.addAll(deployments(client, namespace, pages));
        seen.addAll(pages.all(client.batch().v1().jobs().inNamespace(namespace)::listAsPartialObjectMetadata));
        seen.addAll(pages.all(client.pods().inNamespace(namespace)::listAsPartialObjectMetadata));
        return seen.stream().map(Belongings::owner).toList();
    }

    /** Nobody's now, but those of an older control plane; where our user may not list them, their pods tell. */
    private static List<? extends HasMetadata> deployments(KubernetesClient client, String namespace, Pages pages) {
        try {
            return pages.all(client.apps().deployments().inNamespace(namespace)::listAsPartialObjectMetadata);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
            return List.of();
        }
    }

    private static Cluster.Owner owner(HasMetadata object) {
        Map<String, String> labels = labels(object);
        Set<String> ids = Stream.of(
                        Stream.ofNullable(labels.get(WorkloadNames.DEPLOYMENT_ID)),
                        Stream.of(object.getMetadata().getName()).flatMap(Belongings::named),
                        object.getMetadata().getOwnerReferences().stream()
                                .map(OwnerReference::getName)
                                .flatMap(Belongings::named))
                .flatMap(id -> id)
                .collect(Collectors.toSet());
        return new Cluster.Owner(ids, chute(labels), version(labels));
    }

    private static Stream<String> named(String name) {
        return WorkloadNames.deploymentOfJob(name).stream();
    }

    private static Cluster.Belonging read(String kind, HasMetadata object) {
        Map<String, String> labels = labels(object);
        return new Cluster.Belonging(
                kind,
                object.getMetadata().getName(),
                labels.getOrDefault(WorkloadNames.DEPLOYMENT_ID, ""),
                chute(labels),
                version(labels),
                Instant.parse(object.getMetadata().getCreationTimestamp()),
                object.getMetadata().getResourceVersion());
    }

    private static Map<String, String> labels(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    }

    private static String chute(Map<String, String> labels) {
        return labels.getOrDefault("chutes/chute-id", "");
    }

    private static String version(Map<String, String> labels) {
        return labels.getOrDefault("chutes/version", "");
    }

    static void delete(KubernetesClient client, String namespace, Cluster.Belonging one) {
        Resource<? extends HasMetadata> there = one.isService()
                ? client.services().inNamespace(namespace).withName(one.name())
                : client.configMaps().inNamespace(namespace).withName(one.name());
        try {
            there.lockResourceVersion(one.resourceVersion()).delete();
        } catch (KubernetesClientException e) {
            // Whoever changed it since it was seen needs it.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }
}
