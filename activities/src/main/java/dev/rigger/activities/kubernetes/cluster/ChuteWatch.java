package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import dev.rigger.workflows.deployment.PodSighting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells of chutes' pods as they change; what looks the same as before is not told again. */
final class ChuteWatch implements ResourceEventHandler<Pod> {
    private static final long PAGE = 500;
    /** Of each pod, between two changes: what says whose it is, and what it looked like. */
    private static final String[] REMEMBERED = {
        "metadata.name",
        "metadata.namespace",
        "metadata.labels",
        "metadata.ownerReferences",
        "metadata.creationTimestamp",
        "metadata.deletionTimestamp",
        "spec.nodeName",
        "status"
    };

    private final Consumer<Cluster.PodChange> changed;

    private ChuteWatch(Consumer<Cluster.PodChange> changed) {
        this.changed = changed;
    }

    static AutoCloseable start(KubernetesClient client, String namespace, Consumer<Cluster.PodChange> changed) {
        SharedIndexInformer<Pod> informer = client.pods()
                .inNamespace(namespace)
                .withLabels(WorkloadNames.ALL_CHUTES)
                .withLimit(PAGE)
                .runnableInformer(0);
        informer.itemStore(new ReducedStateItemStore<>(
                ReducedStateItemStore.UID_KEY_STATE, Pod.class, client.getKubernetesSerialization(), REMEMBERED));
        informer.addEventHandler(new ChuteWatch(changed));
        informer.exceptionHandler((started, problem) -> true);
        informer.start();
        return informer;
    }

    @Override
    public void onAdd(Pod pod) {
        tell(pod, Optional.of(PodReader.sighting(pod)));
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        PodSighting now = PodReader.sighting(pod);
        if (!now.equals(PodReader.sighting(before))) {
            tell(pod, Optional.of(now));
        }
    }

    @Override
    public void onDelete(Pod pod, boolean stateUnknown) {
        tell(pod, Optional.empty());
    }

    private void tell(Pod pod, Optional<PodSighting> sighting) {
        ChuteList.deploymentOf(pod).ifPresent(id -> changed.accept(new Cluster.PodChange(id, sighting)));
    }
}
