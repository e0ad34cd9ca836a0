package dev.rigger.monitor.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The kubeconfig with which the control plane reaches this cluster: key {@code kubeconfig} of a secret. */
final class MinerKubeconfig {
    static final String SECRET = "default/miner-kubeconfig";

    private static final String NAMESPACE = "default";
    private static final String NAME = "miner-kubeconfig";
    private static final String KEY = "kubeconfig";

    private final KubernetesClient client;

    MinerKubeconfig(KubernetesClient client) {
        this.client = client;
    }

    /** Empty when there is no such secret. */
    Optional<String> read() {
        return Optional.ofNullable(
                        client.secrets().inNamespace(NAMESPACE).withName(NAME).get())
                .flatMap(secret -> Optional.ofNullable(secret.getData()).map(data -> data.get(KEY)))
                .map(base64 -> new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    }
}
