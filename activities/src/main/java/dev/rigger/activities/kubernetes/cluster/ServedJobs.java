package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.BootstrapObject;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A Job with a Service of its own, which the cluster takes away with the Job even when nobody else does. */
final class ServedJobs {
    private ServedJobs() {}

    /**
     * Creates both unless they are there.
     *
     * @return the node port of the Service's first port
     * @throws ClusterFailure as busy, while those of another run go
     */
    static int start(KubernetesClient client, String namespace, Job wanted, Service service) {
        Job job = ApiServerCluster.createUnlessThere(
                client.batch().v1().jobs().inNamespace(namespace).resource(wanted));
        if (!run(job).equals(run(wanted)) || job.getMetadata().getDeletionTimestamp() != null) {
            client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(namespace)
                    .resource(job)
                    .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                    .delete();
            client.services()
                    .inNamespace(namespace)
                    .withName(service.getMetadata().getName())
                    .delete();
            throw going("Job", job);
        }
        Service present = ApiServerCluster.createUnlessThere(
                client.services().inNamespace(namespace).resource(ownedBy(job, service)));
        boolean ours = owners(present).stream()
                .anyMatch(owner -> owner.getUid().equals(job.getMetadata().getUid()));
        if (!ours) {
            client.services().inNamespace(namespace).resource(present).delete();
            throw going("Service", present);
        }
        return present.getSpec().getPorts().getFirst().getNodePort();
    }

    private static Service ownedBy(Job job, Service service) {
        OwnerReference owner = new OwnerReferenceBuilder()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .build();
        return new ServiceBuilder(service)
                .editMetadata()
                .withOwnerReferences(owner)
                .endMetadata()
                .build();
    }

    private static ClusterFailure going(String kind, HasMetadata former) {
        return new ClusterFailure(
                ClusterFailure.Code.CLUSTER_BUSY,
                kind + " " + former.getMetadata().getName() + " of an earlier run is being deleted",
                null);
    }

    private static String run(Job job) {
        return Objects.requireNonNullElse(job.getMetadata().getAnnotations(), Map.<String, String>of())
                .getOrDefault(BootstrapObject.RUN, "");
    }

    private static List<OwnerReference> owners(Service service) {
        return Objects.requireNonNullElse(service.getMetadata().getOwnerReferences(), List.of());
    }
}
