package dev.rigger.devnet.cluster.behind;

import dev.rigger.devnet.cluster.faults.Faults;
import dev.rigger.devnet.cluster.faults.Incidents;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.cluster.kubelet.Pods;
import dev.rigger.devnet.cluster.store.Change;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Simulated servers as nodes of a cluster with a real API server. */
public final class NodesBehindApi implements AutoCloseable {
    /** What pods with GPUs name; the API server refuses them where it does not exist. */
    private static final String RUNTIME_CLASS = "nvidia";

    private final KubernetesClient client;
    private final Persistent persistent = new Persistent();
    private final ApiPods pods;
    private final ApiNodes nodes;
    private final Incidents incidents;
    private final Deque<AutoCloseable> watches = new ArrayDeque<>();

    public NodesBehindApi(String kubeconfig, List<SimulatedServer> servers, Faults faults, Incidents incidents) {
        Config config = new ConfigBuilder(Config.fromKubeconfig(kubeconfig))
                .withRequestRetryBackoffLimit(0)
                .withOnlyHttpWatches(true)
                .build();
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        this.pods = new ApiPods(client, persistent);
        this.nodes = new ApiNodes(client, persistent, faults, servers);
        this.incidents = incidents;
        faults.onNodeChange(nodes::tellHealth);
    }

    public Pods pods() {
        return pods;
    }

    /** Makes the namespace, the runtime class and the nodes, as far as they are missing. */
    public void furnish(String namespace) {
        unlessThere(() -> client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create());
        unlessThere(() -> client.resource(new RuntimeClassBuilder()
                        .withNewMetadata()
                        .withName(RUNTIME_CLASS)
                        .endMetadata()
                        .withHandler(RUNTIME_CLASS)
                        .build())
                .create());
        nodes.register();
    }

    /** Begins to tell of pods. */
    public void start(Consumer<Change> told) {
        watches.push(pods.watch(told));
        watches.push(new TwinWatch(incidents).start(client));
    }

    static void unlessThere(Runnable creation) {
        try {
            creation.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        while (!watches.isEmpty()) {
            try {
                watches.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("A watch does not end", e);
            }
        }
        persistent.close();
        client.close();
    }
}
