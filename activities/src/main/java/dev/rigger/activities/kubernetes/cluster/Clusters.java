package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.hotkey.secrets.SecretUnreadable;
import dev.rigger.inventory.Kubeconfigs;
import dev.rigger.inventory.SealedKubeconfigs;
import dev.rigger.inventory.Server;
import dev.rigger.settings.KubernetesSettings;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
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
    private final ClusterConnector connector;
    private final Kubeconfigs kubeconfigs;
    private final SealedKubeconfigs sealed;

    public Clusters(
            KubernetesSettings settings,
            ClusterConnector connector,
            Kubeconfigs kubeconfigs,
            SealedKubeconfigs sealed) {
        this.settings = settings;
        this.connector = connector;
        this.kubeconfigs = kubeconfigs;
        this.sealed = sealed;
    }

    private record Known(String atRest, Cluster cluster) {}

    /** The cluster that runs the server; a {@link ClusterFailure} when there is no usable way to it. */
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
        return known.computeIfAbsent(Server.HOME_CLUSTER, n -> new Known("", connector.home(n)))
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
        sealed.keep(nodeName, kubeconfig);
    }

    /** A cluster by a kubeconfig in clear, which nobody keeps; to be closed. */
    public Cluster connectOnce(String context, String kubeconfig) {
        return connector.connect(context, kubeconfig);
    }

    /** Whether the last call to any of the clusters brought no answer. */
    public boolean anySilent() {
        return known.values().stream().anyMatch(k -> k.cluster().silent());
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
        Cluster cluster;
        try {
            cluster = connectOnce(nodeName, sealed.open(nodeName, atRest));
        } catch (RuntimeException unusable) {
            // The cause is left out: what a parser says quotes the text around the mistake, which may be a key.
            throw new ClusterFailure(
                    ClusterFailure.Code.CLUSTER_UNREACHABLE,
                    "The stored kubeconfig of " + nodeName + " cannot be used: "
                            + (unusable instanceof SecretUnreadable sealedOtherwise
                                    ? sealedOtherwise.getMessage()
                                    : "it is no kubeconfig with a context of that name"),
                    null);
        }
        if (old != null) {
            old.cluster().close();
        }
        return new Known(atRest, cluster);
    }

    @PreDestroy
    void close() {
        known.values().forEach(k -> k.cluster().close());
        known.clear();
    }
}
