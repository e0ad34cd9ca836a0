package dev.rigger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.devnet.cluster.store.Deletion;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.inventory.Server;
import dev.rigger.monitor.agent.Agent;
import dev.rigger.monitor.cache.ClusterCache;
import dev.rigger.monitor.wire.ClusterState;
import dev.rigger.settings.AgentSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The monitor's routes, before an agent of ours and before calls as any agent sends them. */
class MonitorTest {
    private static final String EMPTY = "{\"resources\":{}}";
    private static final String ALIVE = "{\"state\":\"active\",\"timestamp\":\"2026-08-05T17:00:00.123456+00:00\"}";
    private static final String POD = """
            {"event":{"type":"%s","object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"chute-1f",
            "namespace":"chutes","uid":"u-1","resourceVersion":"%d"},"spec":{"containers":[{"name":"c","env":
            [{"name":"CHUTES_LAUNCH_JWT","value":"planted-token"}]}]},"status":{"phase":"Running"}}}}
            """;

    private final RunningWeb web = RunningWeb.get();
    private final SignedCalls calls = web.signed();
    private final ClusterCache cache = web.context.getBean(ClusterCache.class);
    private Server server;
    private String cluster;

    @TempDir
    Path folder;

    @BeforeEach
    void aServer() {
        server = web.fleet.server();
        cluster = "/api/v1/clusters/" + server.name();
    }

    @Test
    void anAgentsWholeLifeIsSeen() throws IOException {
        try (SimulatedCluster worker = SimulatedCluster.builder().start(0);
                Agent agent = startAgent(worker)) {
            String start = "{\"control_plane_url\":\"" + web.uri + "\"}";
            SignedCalls toAgent = new SignedCalls(URI.create("http://127.0.0.1:" + agent.port()), web.miner);
            assertThat(toAgent.post("/monitor/start", start).statusCode()).isEqualTo(200);
            Await.until(() -> overview().path("state").asText().equals("active"));
            assertThat(overview().path("resource_counts").path("node").asInt()).isEqualTo(3);

            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.putObject("metadata").put("name", "app").put("namespace", "chutes");
            worker.objects().create(Kind.DEPLOYMENT, "chutes", object);
            Await.until(() -> deployments() == 1);
            worker.objects().delete(Kind.DEPLOYMENT, "chutes", "app", Deletion.inBackground());
            Await.until(() -> deployments() == 0);

            cache.clear(server.name());
            Await.until(() -> overview().path("state").asText().equals("active"));
            cache.worsen(cache.healthOf(server.name()).orElseThrow(), ClusterState.UNHEALTHY, "silent");
            Await.until(() -> overview().path("state").asText().equals("active"));
            web.redis.stop();
            try {
                worker.objects().create(Kind.DEPLOYMENT, "chutes", object);
                Await.until(() -> calls.send("GET", "/api/v1/monitoring/overview", Map.of(), "")
                                .statusCode()
                        == 503);
            } finally {
                web.redis.restart();
            }
            Await.until(() -> calls.send("GET", "/api/v1/monitoring/overview", Map.of(), "")
                                    .statusCode()
                            == 200
                    && deployments() == 1
                    && overview().path("state").asText().equals("active"));
            assertThat(toAgent.send("GET", "/monitor/stop", toAgent.purpose("monitoring"), "")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(overview().isMissingNode()).isTrue();
        }
    }

    @Test
    void everyAnswerIsTheProtocols() {
        assertThat(calls.put(cluster + "/health", ALIVE).statusCode()).isEqualTo(404);
        assertThat(calls.put(cluster + "/resources", EMPTY).statusCode()).isEqualTo(410);
        HttpResponse<String> registered = calls.post(cluster, EMPTY);
        assertThat(registered.statusCode()).isEqualTo(200);
        assertThat(registered.body()).isEqualTo("null");
        assertThat(calls.post(cluster, EMPTY).statusCode()).isEqualTo(409);
        assertThat(calls.put(cluster + "/resources", EMPTY).body()).isEqualTo("null");
        assertThat(Json.of(calls.put(cluster + "/health", ALIVE).body()))
                .isEqualTo(Json.of("{\"status\":\"success\",\"cluster_name\":\"" + server.name() + "\"}"));
        assertThat(patch(POD.formatted("MODIFIED", 7)).statusCode()).isEqualTo(200);
        assertThat(patch("{\"event\":{}}").statusCode()).isEqualTo(422);
        assertThat(calls.post("/api/v1/clusters/nobody", EMPTY).statusCode()).isEqualTo(404);
        assertThat(calls.put("/api/v1/clusters/nobody/resources", EMPTY).statusCode())
                .isEqualTo(404);
        cache.worsen(cache.healthOf(server.name()).orElseThrow(), ClusterState.UNHEALTHY, "silent");
        HttpResponse<String> doubted = calls.put(cluster + "/health", ALIVE);
        assertThat(doubted.statusCode()).isEqualTo(409);
        assertThat(doubted.body()).contains("unhealthy state");

        assertThat(Json.of(calls.send("DELETE", cluster, calls.purpose("monitoring"), "")
                        .body()))
                .isEqualTo(Json.of("{\"message\":\"Cluster NAME unregistered successfully\",\"cluster_name\":\"NAME\"}"
                        .replace("NAME", server.name())));
    }

    @Test
    void forgedAndRepeatedPushesAreRefused() {
        calls.post(cluster, EMPTY);
        String pod = POD.formatted("MODIFIED", 7);
        Map<String, String> headers = calls.forBody(pod);
        String path = cluster + "/resources";

        for (String forged : List.of("POST " + cluster, "PUT " + path, "PATCH " + path, "PUT " + cluster + "/health")) {
            String[] call = forged.split(" ", 2);
            assertThat(calls.send(call[0], call[1], Map.of(), EMPTY).statusCode())
                    .as(forged)
                    .isEqualTo(401);
        }
        assertThat(calls.send("DELETE", cluster, calls.management(), "").statusCode())
                .isEqualTo(401);
        assertThat(calls.send("PATCH", path, headers, POD.formatted("DELETED", 8))
                        .statusCode())
                .isEqualTo(401);
        assertThat(calls.send("PATCH", path, headers, pod).statusCode()).isEqualTo(200);
        assertThat(calls.send("PATCH", path, headers, pod).body()).contains("REPLAYED");
    }

    @Test
    void whatWasPushedIsShownWithoutItsSecrets() {
        calls.post(cluster, EMPTY);
        patch(POD.formatted("ADDED", 7));
        String query = "/api/v1/monitoring/clusters/resources?cluster_name=" + server.name();

        assertThat(calls.send("GET", query, Map.of(), "").statusCode()).isEqualTo(401);
        JsonNode shown = Json.of(calls.get(query + "&resource_type=pod").body())
                .get("clusters")
                .get(0);
        assertThat(shown.get("cluster_name").asText()).isEqualTo(server.name());
        assertThat(shown.get("count").asInt()).isEqualTo(1);
        assertThat(shown.get("resources")
                        .get("pod")
                        .get(0)
                        .get("status")
                        .get("phase")
                        .asText())
                .isEqualTo("Running");
        assertThat(calls.get(query).body()).doesNotContain("planted-token");
        assertThat(calls.get(query + "&resource_type=secret").statusCode()).isEqualTo(400);
        assertThat(calls.get("/api/v1/monitoring/clusters/resources?cluster_name=nobody")
                        .statusCode())
                .isEqualTo(404);
        assertThat(calls.get("/api/v1/monitoring/clusters/details?cluster_name=" + server.name())
                        .statusCode())
                .isEqualTo(200);
        JsonNode summary = Json.of(
                calls.send("GET", "/api/v1/monitoring/overview", Map.of(), "").body());
        assertThat(summary.get("health_summary").get("total_clusters").asInt()).isPositive();
        assertThat(summary.get("total_resources").get("pod").asInt()).isPositive();
        assertThat(overview().get("is_healthy").asBoolean()).isTrue();
        assertThat(overview().get("error_message").isNull()).isTrue();
    }

    @Test
    void aPushMayBeLargerThanOtherBodies() {
        String padding = " ".repeat(RunningWeb.MAX_BODY_BYTES);

        assertThat(calls.post(cluster, padding + EMPTY).statusCode()).isEqualTo(200);
        assertThat(calls.put(cluster + "/health", padding + ALIVE).statusCode()).isEqualTo(413);
        assertThat(calls.put(cluster + "/resources", " ".repeat(RunningWeb.MAX_PUSH_BYTES) + EMPTY)
                        .statusCode())
                .isEqualTo(413);
    }

    private HttpResponse<String> patch(String body) {
        return calls.send("PATCH", cluster + "/resources", calls.forBody(body), body);
    }

    private int deployments() {
        return overview().path("resource_counts").path("deployment").asInt();
    }

    private JsonNode overview() {
        String body =
                calls.send("GET", "/api/v1/monitoring/clusters", Map.of(), "").body();
        for (JsonNode each : Json.of(body)) {
            if (each.path("cluster_name").asText().equals(server.name())) {
                return each;
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }

    private Agent startAgent(SimulatedCluster worker) throws IOException {
        return Agent.start(
                new AgentSettings(
                        new MinerSettings(web.miner.ss58(), new Secret(RunningWeb.SEED)),
                        server.name(),
                        List.of("chutes"),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(5),
                        folder.resolve("url"),
                        "127.0.0.1",
                        0,
                        Files.writeString(folder.resolve("kubeconfig"), worker.kubeconfig())),
                Duration.ofMillis(50),
                InstantSource.system());
    }
}
