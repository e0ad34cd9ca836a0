package dev.rigger.devnet.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import dev.rigger.devnet.cluster.store.Selector;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The pods of the simulated cluster's own store. */
public record StoredPods(ObjectStore store) implements Pods {
    @Override
    public Optional<ObjectNode> find(String namespace, String name) {
        return store.find(Kind.POD, namespace, name);
    }

    @Override
    public void update(String namespace, String name, Consumer<ObjectNode> edit) {
        store.update(Kind.POD, namespace, name, edit);
    }

    @Override
    public List<ObjectNode> services(String namespace) {
        return store.list(Kind.SERVICE, namespace, Selector.ALL).items();
    }

    @Override
    public void remove(JsonNode pod) {
        store.find(Kind.POD, ObjectStore.namespaceOf(pod), ObjectStore.nameOf(pod))
                .filter(present -> ObjectStore.uidOf(present).equals(ObjectStore.uidOf(pod)))
                .ifPresent(present -> store.remove(Kind.POD, present));
    }
}
