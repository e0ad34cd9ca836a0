package dev.rigger.devnet.cluster.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.faults.Faults;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import dev.rigger.devnet.cluster.store.Selector;

/** Keeps the nodes' Ready condition in step with whether they live. */
public final class NodeHealth {
    private final ObjectStore store;
    private final Faults faults;

    public NodeHealth(ObjectStore store, Faults faults) {
        this.store = store;
        this.faults = faults;
    }

    public void check() {
        store.list(Kind.NODE, null, Selector.ALL).items().forEach(this::check);
    }

    private void check(ObjectNode node) {
        boolean dead = faults.isDead(ObjectStore.nameOf(node));
        store.update(Kind.NODE, null, ObjectStore.nameOf(node), edited -> {
            ObjectNode ready = (ObjectNode) edited.at("/status/conditions/0");
            ready.put("status", dead ? "Unknown" : "True").put("reason", dead ? "NodeStatusUnknown" : "KubeletReady");
        });
    }
}
