package dev.rigger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.inventory.Server;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private final RunningWeb web = RunningWeb.get();
    private final SignedCalls calls = web.signed();

    @Test
    void noAnswerCarriesASecret() {
        Server server = web.fleet.server();
        web.fleet.deployment(server, 0, null);
        web.fleet.deployment(server, 1, "job-9");
        String byName = "/servers/" + server.name();
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (String path : List.of(
                "/servers/",
                byName + "/lock",
                byName + "/unlock",
                byName + "/delete_preflight",
                "/health",
                "/prometheus",
                "/openapi.json",
                "/ping",
                "/servers/nobody/lock")) {
            answers.add(calls.get(path));
        }
        answers.add(calls.post("/servers/", "{\"name\":\"" + RunningWeb.SEED));
        answers.add(calls.delete(byName + "/deployments"));
        answers.add(calls.delete("/deployments/purge"));
        answers.add(calls.delete(byName));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.body() + answer.headers())
                        .doesNotContain(Fleet.PLANTED_KEY)
                        .doesNotContain(Long.toString(Fleet.PLANTED_SEED))
                        .doesNotContain(Objects.requireNonNull(server.kubeconfig()))
                        .doesNotContain(RunningWeb.SEED)
                        .doesNotContain(RunningWeb.OWN_CLUSTERS_TOKEN));
    }

    @Test
    void kubeconfigsComeOutOfTheirOwnRouteForItsOwnPurpose() {
        Server server = web.fleet.server();
        Server node = web.fleet.nodeOfOwnCluster();

        assertThat(calls.get("/servers/kubeconfig").statusCode()).isEqualTo(401);
        HttpResponse<String> answer = calls.send("GET", "/servers/kubeconfig", calls.purpose("kubeconfig"), "");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode merged = Json.of(answer.body());
        assertThat(merged.get("kind").asText()).isEqualTo("Config");
        assertThat(merged.get("current-context").asText()).isEqualTo("home");
        assertThat(merged.findValuesAsText("name"))
                .contains("home", server.name())
                .doesNotContain(node.name());
        assertThat(merged.findValuesAsText("client-key-data")).contains(Fleet.PLANTED_KEY);
        assertThat(merged.findValuesAsText("token")).containsExactly(RunningWeb.OWN_CLUSTERS_TOKEN);
        assertThat(merged.get("contexts"))
                .allSatisfy(
                        each -> assertThat(each.get("context").get("namespace").asText())
                                .isEqualTo("chutes"));
        assertThat(calls.send("GET", "/servers/", calls.purpose("kubeconfig"), "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(calls.send("GET", "/servers/kubeconfig", Map.of(), "").statusCode())
                .isEqualTo(401);
    }
}
