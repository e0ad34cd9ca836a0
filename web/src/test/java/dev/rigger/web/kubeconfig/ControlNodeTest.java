package dev.rigger.web.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.settings.ServiceAccount;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlNodeTest {
    @TempDir
    Path folder;

    @Test
    void theClusterAroundUsIsReachedThroughItsControlPlanesExternalAddress() throws IOException {
        ServiceAccount account = new ServiceAccount(folder.resolve("token"), folder.resolve("ca.crt"));
        try (SimulatedCluster cluster = SimulatedCluster.builder().start(0)) {
            ControlNode control = new ControlNode(
                    account,
                    () -> new KubernetesClientBuilder()
                            .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                            .build());
            assertThat(control.kubeconfig()).as("outside of a cluster").isEmpty();
            Files.writeString(account.token(), "a-token\n");
            Files.writeString(account.ca(), "a certificate");
            assertThat(control.kubeconfig()).as("without an address").isEmpty();
            cluster.objects()
                    .update(
                            Kind.NODE,
                            null,
                            "h200-0",
                            node -> node.withObject("/metadata/labels")
                                    .put("node-role.kubernetes.io/control-plane", "true")
                                    .put("chutes/external-ip", "203.0.113.7"));

            MergedKubeconfig merged = new MergedKubeconfig("chutes");
            merged.add(control.kubeconfig().orElseThrow(), null);

            JsonNode content = new ObjectMapper().valueToTree(merged.content());
            assertThat(content.get("current-context").asText()).isEqualTo("h200-0");
            JsonNode shown = content.get("clusters").get(0).get("cluster");
            assertThat(shown.get("server").asText()).isEqualTo("https://203.0.113.7:6443");
            assertThat(Base64.getDecoder()
                            .decode(shown.get("certificate-authority-data").asText()))
                    .asString()
                    .isEqualTo("a certificate");
            assertThat(content.findValuesAsText("token")).containsExactly("a-token");
            assertThat(content.findValuesAsText("namespace")).containsExactly("chutes");
        }
    }
}
