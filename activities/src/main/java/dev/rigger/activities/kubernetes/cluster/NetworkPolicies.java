package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.NetworkPolicyObjects;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the namespace has its network policies before a pod starts in it, and looks again now and then. */
final class NetworkPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkPolicies.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(10);

    private final String clusterName;
    private final KubernetesClient client;
    private final String namespace;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());

    NetworkPolicies(String clusterName, KubernetesClient client, String namespace) {
        this.clusterName = clusterName;
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * Makes them what they should be. Users of worker clusters often may not: that is said, and hinders nothing, because
     * whoever refused it has rules of his own.
     *
     * @throws KubernetesClientException for anything else; the next call tries again
     */
    void keep() {
        long due = nextLook.get();
        if (System.nanoTime() - due < 0) {
            return;
        }
        try {
            for (NetworkPolicy policy : NetworkPolicyObjects.all()) {
                keep(policy);
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            LOG.warn(
                    "Cluster {} lets us make no network policies in {}. NETWORK_POLICIES_FORBIDDEN. Chutes there reach"
                            + " whatever the cluster lets them; allow 'create' and 'patch' on networkpolicies, or apply"
                            + " them yourself",
                    clusterName,
                    namespace);
        }
        nextLook.compareAndSet(due, System.nanoTime() + BETWEEN_LOOKS.toNanos());
    }

    /** What an operator changed stays as he has it: he is told, and launches go on. */
    private void keep(NetworkPolicy policy) {
        try {
            OwnFields.apply(client.network()
                    .v1()
                    .networkPolicies()
                    .inNamespace(namespace)
                    .resource(policy));
        } catch (ClusterFailure changed) {
            LOG.warn("Cluster {}: {}. {}", clusterName, changed.getMessage(), changed.code());
        }
    }
}
