package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.JobObject;
import dev.rigger.settings.CacheSettings;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import io.fabric8.kubernetes.client.Config;
import jakarta.inject.Singleton;

/** Makes clients of clusters, each with limits of its own. Making one calls nobody. */
@Singleton
public class ClusterConnector {
    private final KubernetesSettings settings;
    private final JobObject jobs;

    public ClusterConnector(KubernetesSettings settings, CacheSettings cache, MinerSettings miner) {
        this.settings = settings;
        this.jobs = new JobObject(settings, cache, miner.ss58());
    }

    /** The cluster behind KUBECONFIG, or around us when we run in one. */
    Cluster home(String name) {
        return connect(name, ClientConfigs.home(settings));
    }

    /**
     * @param name of the cluster, and of its context in the kubeconfig
     * @param kubeconfig in clear
     */
    public Cluster connect(String name, String kubeconfig) {
        return connect(name, ClientConfigs.of(name, kubeconfig, settings));
    }

    private Cluster connect(String name, Config config) {
        return new ApiServerCluster(name, ClientConfigs.client(config), settings, jobs);
    }
}
