package dev.rigger.devnet.cluster.behind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.faults.Faults;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;

/** The simulated servers as nodes: registered as kubelets do it, and Ready as long as they live. */
final class ApiNodes {
    private final KubernetesClient client;
    private final Persistent persistent;
    private final Faults faults;
    private final List<SimulatedServer> servers;

    ApiNodes(KubernetesClient client, Persistent persistent, Faults faults, List<SimulatedServer> servers) {
        this.client = client;
        this.persistent = persistent;
        this.faults = faults;
        this.servers = servers;
    }

    /** A node that an earlier run registered keeps the labels it has got since. */
    void register() {
        for (SimulatedServer server : servers) {
            Node node = client.getKubernetesSerialization().convertValue(server.node(), Node.class);
            NodesBehindApi.unlessThere(() -> client.nodes().resource(node).create());
        }
        tellHealth();
    }

    void tellHealth() {
        servers.forEach(this::tellHealth);
    }

    private void tellHealth(SimulatedServer server) {
        boolean dead = faults.isDead(server.name());
        JsonNode conditions = server.node().at("/status/conditions").deepCopy();
        ((ObjectNode) conditions.path(0))
                .put("status", dead ? "Unknown" : "True")
                .put("reason", dead ? "NodeStatusUnknown" : "KubeletReady");
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.withObject("/status").set("conditions", conditions);
        persistent.call(() -> client.nodes()
                .withName(server.name())
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString()));
    }
}
