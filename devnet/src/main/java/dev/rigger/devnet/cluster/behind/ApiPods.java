package dev.rigger.devnet.cluster.behind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.kubelet.Pods;
import dev.rigger.devnet.cluster.store.Change;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The pods behind an API server. */
final class ApiPods implements Pods {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final Persistent persistent;

    ApiPods(KubernetesClient client, Persistent persistent) {
        this.client = client;
        this.persistent = persistent;
    }

    /** Tells of all pods, then of every change, in order, through lost connections and restarts of the API server. */
    SharedIndexInformer<Pod> watch(Consumer<Change> told) {
        SharedIndexInformer<Pod> informer = client.pods().inAnyNamespace().runnableInformer(0);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                told.accept(change(Change.Type.ADDED, pod));
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                told.accept(change(Change.Type.MODIFIED, pod));
            }

            @Override
            public void onDelete(Pod pod, boolean stateUnknown) {
                told.accept(change(Change.Type.DELETED, pod));
            }
        });
        informer.exceptionHandler((started, problem) -> true);
        informer.start();
        return informer;
    }

    @Override
    public Optional<ObjectNode> find(String namespace, String name) {
        return persistent.call(() -> {
            Pod pod = named(namespace, name).get();
            return pod == null ? null : json(pod);
        });
    }

    @Override
    public void update(String namespace, String name, Consumer<ObjectNode> edit) {
        find(namespace, name).ifPresent(present -> {
            ObjectNode edited = present.deepCopy();
            edit.accept(edited);
            if (!edited.path("status").equals(present.path("status"))) {
                ObjectNode patch = patch(present);
                patch.set("status", edited.path("status"));
                persistent.call(
                        () -> named(namespace, name).subresource("status").patch(MERGE, patch.toString()));
            }
            JsonNode annotations = edited.at("/metadata/annotations");
            if (!annotations.equals(present.at("/metadata/annotations"))) {
                ObjectNode patch = patch(present);
                patch.withObject("/metadata").set("annotations", annotations);
                persistent.call(() -> named(namespace, name).patch(MERGE, patch.toString()));
            }
        });
    }

    @Override
    public List<ObjectNode> services(String namespace) {
        return persistent
                .call(() -> client.services().inNamespace(namespace).list().getItems().stream()
                        .map(service -> client.getKubernetesSerialization().convertValue(service, ObjectNode.class))
                        .toList())
                .orElse(List.of());
    }

    @Override
    public void remove(JsonNode pod) {
        DeleteOptions atOnce = new DeleteOptionsBuilder()
                .withGracePeriodSeconds(0L)
                .withNewPreconditions()
                .withUid(ObjectStore.uidOf(pod))
                .endPreconditions()
                .build();
        String path = "/api/v1/namespaces/" + ObjectStore.namespaceOf(pod) + "/pods/" + ObjectStore.nameOf(pod);
        persistent.call(() -> client.raw(path, "DELETE", atOnce));
    }

    /** The uid in it makes the API server refuse it for a pod that replaced this one. */
    private static ObjectNode patch(JsonNode pod) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.withObject("/metadata").put("uid", ObjectStore.uidOf(pod));
        return patch;
    }

    private PodResource named(String namespace, String name) {
        return client.pods().inNamespace(namespace).withName(name);
    }

    private Change change(Change.Type type, Pod pod) {
        return new Change(type, Kind.POD, json(pod), null, 0);
    }

    private ObjectNode json(Pod pod) {
        return client.getKubernetesSerialization().convertValue(pod, ObjectNode.class);
    }
}
