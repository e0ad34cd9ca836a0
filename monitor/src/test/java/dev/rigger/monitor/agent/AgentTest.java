package dev.rigger.monitor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.devnet.cluster.store.Deletion;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.AgentSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent on the simulated cluster, before a control plane that answers as it is told. */
class AgentTest {
    private static final String SEED = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    private static final Hotkey MINER = Hotkey.fromSeed(SEED);
    private static final String CLUSTER = "h200-0";
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static SimulatedCluster cluster;
    private static int number;

    @TempDir
    Path folder;

    private final RequestSigner signer = new RequestSigner(MINER, InstantSource.system());
    private ScriptedControlPlane controlPlane;
    private Agent agent;
    private String name;

    @BeforeAll
    static void startCluster() throws IOException {
        cluster = SimulatedCluster.builder().start(0);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void start() throws IOException {
        number++;
        name = "app-" + number;
        controlPlane = new ScriptedControlPlane(CLUSTER, MINER.ss58(), 0);
        agent = startAgent();
    }

    @AfterEach
    void stop() {
        agent.close();
        controlPlane.close();
    }

    @Test
    void aStartedAgentTellsEverythingAndThenEachChange() {
        assertThat(get("/monitor/status").body()).contains("\"state\":\"stopped\"");
        HttpResponse<String> started = startMonitoring();
        assertThat(started.body()).isEqualTo("{\"message\":\"Monitoring started\",\"cluster\":\"h200-0\"}");

        JsonNode resources = controlPlane.await("POST ").get("resources");
        assertThat(resources.get("nodes")).hasSize(3);
        assertThat(resources.get("nodes").get(0).get("kind").asText()).isEqualTo("Node");
        assertThat(List.of("pods", "jobs", "services", "deployments")).allMatch(resources::has);
        assertThat(controlPlane.await("PUT /health").get("state").asText()).isEqualTo("active");
        create(name);
        assertThat(change("ADDED").path("metadata").has("managedFields")).isFalse();
        cluster.objects()
                .update(
                        Kind.DEPLOYMENT,
                        "chutes",
                        name,
                        object -> object.putObject("status").put("replicas", 2));
        assertThat(change("MODIFIED").get("status").get("replicas").asInt()).isEqualTo(2);
        delete(name);
        assertThat(change("DELETED").get("kind").asText()).isEqualTo("Deployment");
        assertThat(get("/monitor/status").body()).contains("\"state\":\"running\"");
    }

    @Test
    void aClusterThatIsKnownAlreadyIsRegisteredAnew() {
        controlPlane.once("POST ", 409);

        assertThat(startMonitoring().statusCode()).isEqualTo(200);

        controlPlane.await("POST ");
        controlPlane.await("DELETE ");
        controlPlane.await("POST ");
        controlPlane.await("PUT /health");
    }

    @Test
    void aRestartedAgentGoesOnWhereItWas() throws IOException {
        startMonitoring();
        controlPlane.await("PUT /health");
        agent.close();
        create(name);
        controlPlane.once("PUT /resources", 410);

        agent = startAgent();

        assertThat(controlPlane.await("PUT /resources").get("resources").get("deployments"))
                .anyMatch(this::isOurs);
        controlPlane.await("POST ");
        controlPlane.await("PUT /health");
    }

    @Test
    void aControlPlaneThatHasNoSuchServerIsForgotten() throws IOException {
        startMonitoring();
        controlPlane.await("PUT /health");
        agent.close();
        controlPlane.once("PUT /resources", 404);

        agent = startAgent();

        until(() -> get("/monitor/status").body().contains("\"state\":\"stopped\""));
        assertThat(folder.resolve("url")).doesNotExist();
        assertThat(startMonitoring().statusCode()).isEqualTo(200);
    }

    @Test
    void aControlPlaneThatWasAwayIsToldEverything() throws IOException {
        startMonitoring();
        controlPlane.await("PUT /health");
        int port = controlPlane.port();
        controlPlane.close();
        until(() -> get("/monitor/status").body().contains("\"state\":\"degraded\""));
        assertThat(get("/monitor/health").statusCode()).isEqualTo(200);
        create(name);

        controlPlane = new ScriptedControlPlane(CLUSTER, MINER.ss58(), port);

        // In everything, or as a change right after it: the agent may not have seen it yet when it told everything.
        controlPlane.awaitNaming(name);
        until(() -> get("/monitor/status").body().contains("\"state\":\"running\""));
    }

    @Test
    void aControlPlaneThatForgotOrDoubtsIsToldEverything() {
        startMonitoring();
        controlPlane.await("PUT /health");
        controlPlane.once("PUT /health", 404);
        controlPlane.await("PUT /resources");
        controlPlane.once("PUT /health", 409);
        controlPlane.await("PUT /resources");
        controlPlane.once("PATCH /resources", 500);
        create(name);
        controlPlane.await("PUT /resources", body -> has(body.get("resources").get("deployments")));
        assertThat(get("/monitor/status").body()).contains("\"state\":\"running\"");
    }

    @Test
    void anUnreachableControlPlaneIsSaidAndTriedAgain() throws IOException {
        int port = controlPlane.port();
        URI url = controlPlane.url();
        controlPlane.close();

        HttpResponse<String> failed = startMonitoring(url);

        assertThat(failed.statusCode()).isEqualTo(500);
        controlPlane = new ScriptedControlPlane(CLUSTER, MINER.ss58(), port);
        controlPlane.await("PUT /health");
    }

    @Test
    void anotherOfTheSameNameIsOneThatWentAndOneThatCame() {
        create(name);
        startMonitoring();
        controlPlane.await("POST ");
        delete(name);
        create(name);

        assertThat(change("DELETED").get("metadata").get("uid"))
                .isNotEqualTo(change("ADDED").get("metadata").get("uid"));
    }

    @Test
    void onlyTheMinerMayAskAndOnlyOnce() {
        byte[] body = bytes("{\"control_plane_url\":\"" + controlPlane.url() + "\"}");
        Map<String, String> headers = signer.managementForBody(MINER.ss58(), body);
        RequestSigner stranger = new RequestSigner(Hotkey.fromSeed("42".repeat(32)), InstantSource.system());

        assertThat(call("POST", "/monitor/start", Map.of(), body).statusCode()).isEqualTo(401);
        assertThat(call("POST", "/monitor/start", stranger.managementForBody(MINER.ss58(), body), body)
                        .statusCode())
                .isEqualTo(401);
        assertThat(call("POST", "/monitor/start", headers, bytes("{\"control_plane_url\":\"http://evil\"}"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(call("POST", "/monitor/start", headers, body).statusCode()).isEqualTo(200);
        assertThat(call("POST", "/monitor/start", headers, body).body()).contains("REPLAYED");
        assertThat(call("GET", "/monitor/stop", signer.managementForPurpose(MINER.ss58(), "registration"), null)
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/config/kubeconfig").statusCode()).isEqualTo(401);
    }

    @Test
    void startAndStopAnswerAsTheProtocolHasIt() {
        assertThat(startMonitoring(URI.create("")).statusCode()).isEqualTo(422);
        assertThat(stopMonitoring().statusCode()).isEqualTo(409);
        assertThat(startMonitoring().statusCode()).isEqualTo(200);
        assertThat(startMonitoring().statusCode()).isEqualTo(409);
        assertThat(stopMonitoring().body()).isEqualTo("{\"message\":\"Monitoring stopped\"}");
        controlPlane.await("DELETE ");
        assertThat(folder.resolve("url")).doesNotExist();
        assertThat(get("/ping").body()).isEqualTo("{\"message\":\"pong\"}");
        assertThat(get("/monitor/health").body()).isEqualTo("{\"status\":\"healthy\",\"cluster\":\"h200-0\"}");
    }

    @Test
    void theMinersKubeconfigIsHandedToTheMiner() throws IOException {
        assertThat(kubeconfig().statusCode()).isEqualTo(404);
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.putObject("metadata").put("name", "miner-kubeconfig").put("namespace", "default");
        secret.putObject("data").put("kubeconfig", Base64.getEncoder().encodeToString(bytes("kind: Config\n")));
        cluster.objects().create(Kind.SECRET, "default", secret);

        assertThat(JSON.readTree(kubeconfig().body()).get("kubeconfig").asText())
                .isEqualTo("kind: Config\n");
    }

    private Agent startAgent() throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        return Agent.start(
                new AgentSettings(
                        new MinerSettings(MINER.ss58(), new Secret(SEED)),
                        CLUSTER,
                        List.of("chutes"),
                        HEARTBEAT,
                        Duration.ofSeconds(5),
                        folder.resolve("url"),
                        "127.0.0.1",
                        0,
                        kubeconfig),
                FIRST_PAUSE,
                InstantSource.system());
    }

    private void create(String deployment) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("metadata").put("name", deployment).put("namespace", "chutes");
        cluster.objects().create(Kind.DEPLOYMENT, "chutes", object);
    }

    private void delete(String deployment) {
        cluster.objects().delete(Kind.DEPLOYMENT, "chutes", deployment, Deletion.inBackground());
    }

    private JsonNode change(String type) {
        return controlPlane
                .await("PATCH /resources", body -> {
                    JsonNode event = body.get("event");
                    return event.get("type").asText().equals(type) && isOurs(event.get("object"));
                })
                .get("event")
                .get("object");
    }

    private boolean has(JsonNode list) {
        for (JsonNode object : list) {
            if (isOurs(object)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOurs(JsonNode object) {
        return object.get("metadata").get("name").asText().equals(name);
    }

    private HttpResponse<String> startMonitoring() {
        return startMonitoring(controlPlane.url());
    }

    private HttpResponse<String> startMonitoring(URI url) {
        byte[] body = bytes("{\"control_plane_url\":\"" + url + "\"}");
        return call("POST", "/monitor/start", signer.managementForBody(MINER.ss58(), body), body);
    }

    private HttpResponse<String> stopMonitoring() {
        return call("GET", "/monitor/stop", signer.managementForPurpose(MINER.ss58(), "monitoring"), null);
    }

    private HttpResponse<String> kubeconfig() {
        return call("GET", "/config/kubeconfig", signer.managementForPurpose(MINER.ss58(), "registration"), null);
    }

    private HttpResponse<String> get(String path) {
        return call("GET", path, Map.of(), null);
    }

    private HttpResponse<String> call(String method, String path, Map<String, String> headers, byte @Nullable [] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
