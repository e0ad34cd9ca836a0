package dev.rigger.app.bench.system;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Those behind a real API server. */
final class ApiObjects implements ClusterObjects {
    private final KubernetesClient client;
    private @Nullable SharedIndexInformer<Job> jobs;

    ApiObjects(String kubeconfig) {
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig))
                .build();
    }

    @Override
    public List<WorkloadObject> all() {
        return Stream.of(
                        client.batch()
                                .v1()
                                .jobs()
                                .inNamespace(NAMESPACE)
                                .withLabel(CHUTE_ID)
                                .list()
                                .getItems(),
                        client.services()
                                .inNamespace(NAMESPACE)
                                .withLabel(CHUTE_ID)
                                .list()
                                .getItems(),
                        client.configMaps()
                                .inNamespace(NAMESPACE)
                                .withLabel(CHUTE_ID)
                                .list()
                                .getItems(),
                        client.pods()
                                .inNamespace(NAMESPACE)
                                .withLabel(CHUTE_ID)
                                .list()
                                .getItems())
                .flatMap(List::stream)
                .map(ApiObjects::read)
                .toList();
    }

    @Override
    public void watchJobs(Consumer<WorkloadObject> told) {
        SharedIndexInformer<Job> informer = client.batch()
                .v1()
                .jobs()
                .inNamespace(NAMESPACE)
                .withLabel(CHUTE_ID)
                .runnableInformer(0);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Job job) {
                told.accept(read(job));
            }

            // Where a watch broke off, one that was replaced by another of its name may look like a change.
            @Override
            public void onUpdate(Job before, Job job) {
                told.accept(read(job));
            }

            @Override
            public void onDelete(Job job, boolean stateUnknown) {
                told.accept(read(job));
            }
        });
        informer.exceptionHandler((started, problem) -> true);
        informer.start().toCompletableFuture().join();
        jobs = informer;
    }

    @Override
    public void deletePod(String name) {
        client.pods().inNamespace(NAMESPACE).withName(name).delete();
    }

    private static WorkloadObject read(HasMetadata object) {
        Map<String, String> labels =
                Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
        return new WorkloadObject(
                object.getMetadata().getUid(),
                object.getKind(),
                object.getMetadata().getName(),
                labels.getOrDefault(CHUTE_ID, ""),
                labels.getOrDefault(DEPLOYMENT_ID, ""),
                object.getMetadata().getDeletionTimestamp() != null);
    }

    @Override
    public void close() {
        if (jobs != null) {
            jobs.close();
        }
        client.close();
    }
}
