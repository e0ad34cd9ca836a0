package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.JobObject;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Kubeconfigs;
import dev.rigger.inventory.SealedAs;
import dev.rigger.inventory.Server;
import dev.rigger.settings.CacheSettings;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import io.fabric8.kubernetes.client.Config;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All clusters we know a way to: the one behind KUBECONFIG (or around us), and those of servers with a kubeconfig of their
 * own. One client a cluster, made when first asked for and again when its kubeconfig changed.
 */
@Singleton
public class Clusters {
    /** Name of the cluster behind KUBECONFIG. */
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private final KubernetesSettings settings;
    private final JobObject jobs;
    private final Kubeconfigs kubeconfigs;
    private final SecretKeys keys;

    public Clusters(
            KubernetesSettings settings,
            CacheSettings cache,
            MinerSettings miner,
            Kubeconfigs kubeconfigs,
            SecretKeys keys) {
        this.settings = settings;
        this.jobs = new JobObject(settings, cache, miner.ss58());
        this.kubeconfigs = kubeconfigs;
        this.keys = keys;
    }

    private record Known(String atRest, Cluster cluster) {}

    /** The cluster that runs the server. */
    public Cluster of(Server server) {
        String atRest = server.kubeconfig();
        return atRest == null ? home() : own(server.name(), atRest);
    }

    /** The cluster of a node that may not have a server's row yet. */
    public Cluster ofNode(String nodeName) {
        return kubeconfigs.of(nodeName).map(atRest -> own(nodeName, atRest)).orElseGet(this::home);
    }

    /** The cluster behind KUBECONFIG, or around us when we run in one. */
    public Cluster home() {
        return known.computeIfAbsent(Server.HOME_CLUSTER, n -> new Known("", connect(n, ClientConfigs.home(settings))))
                .cluster();
    }

    /** Whether a kubeconfig of the node's own is kept. */
    public boolean knows(String nodeName) {
        return kubeconfigs.of(nodeName).isPresent();
    }

    /** Whether there is a way to a cluster without a server's own kubeconfig. */
    public boolean hasHome() {
        return ClientConfigs.hasHome(settings);
    }

    /** Stores a node's kubeconfig, sealed, for every process. */
    public void keep(String nodeName, String kubeconfig) {
        byte[] atRest = keys.encrypt(kubeconfig.getBytes(StandardCharsets.UTF_8), SealedAs.kubeconfig(nodeName));
        kubeconfigs.save(nodeName, Base64.getEncoder().encodeToString(atRest));
    }

    /** A cluster by a kubeconfig in clear, which nobody keeps; to be closed. */
    public Cluster connectOnce(String context, String kubeconfig) {
        return connect(context, ClientConfigs.of(context, kubeconfig, settings));
    }

    /** Lets go of a server's own cluster. */
    public void forget(String nodeName) {
        kubeconfigs.forget(nodeName);
        Optional.ofNullable(known.remove(nodeName)).ifPresent(k -> k.cluster().close());
    }

    private Cluster own(String nodeName, String atRest) {
        return known.compute(
                        nodeName,
                        (n, present) -> present != null && present.atRest().equals(atRest)
                                ? present
                                : reconnect(nodeName, atRest, present))
                .cluster();
    }

    private Known reconnect(String nodeName, String atRest, @Nullable Known old) {
        if (old != null) {
            old.cluster().close();
        }
        byte[] plain = keys.decrypt(Base64.getDecoder().decode(atRest), SealedAs.kubeconfig(nodeName));
        String kubeconfig = new String(plain, StandardCharsets.UTF_8);
        return new Known(atRest, connect(nodeName, ClientConfigs.of(nodeName, kubeconfig, settings)));
    }

    private Cluster connect(String name, Config config) {
        return new ApiServerCluster(name, ClientConfigs.client(config), settings, jobs);
    }

    @PreDestroy
    void close() {
        known.values().forEach(k -> k.cluster().close());
        known.clear();
    }
}
