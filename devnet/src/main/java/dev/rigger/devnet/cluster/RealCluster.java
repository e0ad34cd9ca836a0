package dev.rigger.devnet.cluster;

import dev.rigger.devnet.cluster.behind.NodesBehindApi;
import dev.rigger.devnet.cluster.faults.Faults;
import dev.rigger.devnet.cluster.faults.Incident;
import dev.rigger.devnet.cluster.faults.Incidents;
import dev.rigger.devnet.cluster.hardware.ModelCaches;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.cluster.kubelet.Death;
import dev.rigger.devnet.cluster.kubelet.Kubelet;
import dev.rigger.devnet.local.LocalKubernetes;
import java.util.List;

/**
 * Simulated GPU servers behind a real control plane: a real API server with its validation, real controllers, and the
 * simulated cluster's kubelets. Its faults are those of nodes and pods; the API errs only when its server does.
 */
public final class RealCluster implements DevnetCluster {
    private final LocalKubernetes kubernetes;
    private final List<SimulatedServer> servers;
    private final Faults faults;
    private final Incidents incidents;
    private final ModelCaches caches = new ModelCaches();
    private final NodesBehindApi nodes;
    private final Kubelet kubelet;

    RealCluster(SimulatedClusterBuilder setting, LocalKubernetes kubernetes, boolean alive) {
        this.kubernetes = kubernetes;
        this.servers = setting.servers();
        this.faults = new Faults(setting.random);
        this.incidents = new Incidents(setting.clock);
        this.nodes = new NodesBehindApi(kubernetes.kubeconfig(), servers, faults, incidents);
        setting.warm(caches);
        this.kubelet = new Kubelet(
                nodes.pods(),
                setting::addressOf,
                setting.programs(caches),
                faults,
                incidents,
                setting.kubeletTimings,
                setting.clock);
        nodes.furnish(SimulatedClusterBuilder.CHUTES);
        if (alive) {
            nodes.start(kubelet::attend);
        }
    }

    @Override
    public String kubeconfig() {
        StringBuilder all = new StringBuilder(kubernetes.kubeconfig());
        servers.forEach(server ->
                all.append("- name: ").append(server.name()).append("\n  context: {cluster: devnet, user: devnet}\n"));
        return all.toString();
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public List<Incident> incidents() {
        return incidents.all();
    }

    @Override
    public ModelCaches caches() {
        return caches;
    }

    @Override
    public void killPod(String namespace, String podName, int exitCode, Death death) {
        kubelet.kill(namespace, podName, exitCode, death);
    }

    /** Ends the servers; the control plane is whoever's who started it. */
    @Override
    public void close() {
        kubelet.close();
        nodes.close();
    }
}
