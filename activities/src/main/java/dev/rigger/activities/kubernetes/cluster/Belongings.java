package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private static Cluster.Belonging read(String kind, HasMetadata object) {
        Map<String, String> labels =
                Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
        return new Cluster.Belonging(
                kind,
                object.getMetadata().getName(),
                labels.getOrDefault(WorkloadNames.DEPLOYMENT_ID, ""),
                labels.getOrDefault("chutes/chute-id", ""),
                labels.getOrDefault("chutes/version", ""),
                Instant.parse(object.getMetadata().getCreationTimestamp()));
    }

    static void delete(KubernetesClient client, String namespace, Cluster.Belonging one) {
        if (one.isService()) {
            client.services().inNamespace(namespace).withName(one.name()).delete();
        } else {
            client.configMaps().inNamespace(namespace).withName(one.name()).delete();
        }
    }
}
