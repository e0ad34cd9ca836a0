package dev.rigger.web.kubeconfig;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.settings.ServiceAccount;
import dev.rigger.web.answers.WebRole;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way from outside into the cluster around us: its control-plane node's external address, and our service account. */
@WebRole
@Singleton
final class ControlNode {
    private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";
    private static final String EXTERNAL_IP = "chutes/external-ip";

    private final ServiceAccount account;
    private final Supplier<KubernetesClient> clients;

    @Inject
    ControlNode(ServiceAccount account) {
        this(account, () -> new KubernetesClientBuilder().build());
    }

    ControlNode(ServiceAccount account, Supplier<KubernetesClient> clients) {
        this.account = account;
        this.clients = clients;
    }

    /** Cluster, user and context under the node's name; empty outside of a cluster, or when no such node has an address. */
    Optional<String> kubeconfig() throws IOException {
        if (!Files.isReadable(account.token())) {
            return Optional.empty();
        }
        Optional<Node> node;
        try (KubernetesClient client = clients.get()) {
            node = client.nodes().withLabel(CONTROL_PLANE).list().getItems().stream()
                    .filter(each -> externalIp(each) != null)
                    .findFirst();
        }
        return node.isEmpty() ? Optional.empty() : Optional.of(kubeconfig(node.get()));
    }

    private String kubeconfig(Node node) throws IOException {
        String name = node.getMetadata().getName();
        String ca = Base64.getEncoder().encodeToString(Files.readAllBytes(account.ca()));
        Map<String, Object> cluster =
                Map.of("server", "https://" + externalIp(node) + ":6443", "certificate-authority-data", ca);
        Map<String, Object> user =
                Map.of("token", Files.readString(account.token()).strip());
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "clusters", List.of(Map.of("name", name, "cluster", cluster)),
                        "users", List.of(Map.of("name", name, "user", user)),
                        "contexts", List.of(Map.of("name", name, "context", Map.of("cluster", name, "user", name))),
                        "current-context", name));
    }

    private static @Nullable String externalIp(Node node) {
        return node.getMetadata().getLabels().get(EXTERNAL_IP);
    }
}
