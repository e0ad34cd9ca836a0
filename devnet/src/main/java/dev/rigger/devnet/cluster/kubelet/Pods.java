package dev.rigger.devnet.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A cluster's pods as its kubelets reach them. Reads are live, and writes that return have arrived. */
public interface Pods {
    Optional<ObjectNode> find(String namespace, String name);

    /** Changes status and annotations of the pod; a pod that is gone is left alone. */
    void update(String namespace, String name, Consumer<ObjectNode> edit);

    /** Services of that namespace. */
    List<ObjectNode> services(String namespace);

    /** Takes this very pod away, now that nothing of it runs. */
    void remove(JsonNode pod);
}
