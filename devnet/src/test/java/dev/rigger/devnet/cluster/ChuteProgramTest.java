package dev.rigger.devnet.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rigger.devnet.cluster.hardware.ModelCaches;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.cluster.programs.ChuteProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chute's container against the launch routes of a validator that answers as told. */
class ChuteProgramTest {
    private static final String PODS = "/api/v1/namespaces/chutes/pods";
    private static final String KEY = "000102030405060708090a0b0c0d0e0f";

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, JsonNode> bodies = new ConcurrentHashMap<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private HttpServer validator;
    private SimulatedCluster cluster;
    private ClusterCalls api;

    @BeforeEach
    void start() throws IOException {
        validator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        validator.createContext("/", this::answer);
        validator.start();
        cluster = SimulatedCluster.builder()
                .chuteTimings(new ChuteProgram.Timings(Duration.ofMillis(1), Duration.ofMillis(1)))
                .start(0);
        api = new ClusterCalls(cluster.url());
    }

    @AfterEach
    void stop() {
        cluster.close();
        validator.stop(0);
    }

    @Test
    void aChuteClaimsProvesActivatesAndServes() throws Exception {
        launch();

        api.await(PODS, a -> calls.contains("GET /launch/activate"));

        assertThat(calls)
                .containsExactly(
                        "GET /launch/nonce", "POST /launch/graval", "PUT /launch/graval", "GET /launch/activate");
        JsonNode claim = body("POST /launch/graval");
        String gpu = SimulatedServer.threeServers().getFirst().gpuIds().getFirst();
        assertThat(claim.at("/gpus/0/uuid").asText()).isEqualTo(gpu);
        assertThat(claim.at("/gpus/0/name").asText()).isEqualTo("NVIDIA H200");
        assertThat(claim.path("host").asText()).isEqualTo("127.0.1.1");
        assertThat(claim.at("/port_mappings/0/external_port").asInt()).isEqualTo(31_000);
        assertThat(claim.path("rint_nonce").asText()).isEqualTo("n0nce");
        assertThat(decrypted(body("PUT /launch/graval"))).isEqualTo("secret is out");
        api.await(
                PODS + "?fieldSelector=status.phase%3DRunning",
                a -> a.body().path("items").size() == 1);
        assertThat(cluster.caches().entries("h200-0"))
                .extracting(ModelCaches.Entry::chuteId)
                .containsExactly("c-1");
    }

    @Test
    void aLostRaceEndsTheContainerAtOnce() {
        statuses.put("GET /launch/activate", 423);
        launch();

        assertThat(awaitExitCode()).isEqualTo(137);
        assertThat(calls).containsOnlyOnce("GET /launch/activate");
    }

    @Test
    void aRefusedClaimEndsTheContainer() {
        statuses.put("POST /launch/graval", 409);
        launch();

        assertThat(awaitExitCode()).isEqualTo(137);
        assertThat(calls).doesNotContain("PUT /launch/graval");
    }

    @Test
    void anActivationThatNeverSucceedsIsGivenUpAfterTenTries() {
        statuses.put("GET /launch/activate", 500);
        launch();

        assertThat(awaitExitCode()).isEqualTo(137);
        assertThat(calls).filteredOn("GET /launch/activate"::equals).hasSize(10);
    }

    private void launch() {
        String gpu = SimulatedServer.threeServers().getFirst().gpuIds().getFirst();
        String url = "http://127.0.0.1:" + validator.getAddress().getPort() + "/launch";
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"sub\":\"config-1\",\"url\":\"" + url + "\"}").getBytes(UTF_8));
        String env = """
                {"name":"NVIDIA_VISIBLE_DEVICES","value":"GPU-%s"},{"name":"CHUTES_LAUNCH_JWT","value":"e30.%s.c2ln"},
                {"name":"CHUTES_EXTERNAL_HOST","value":"127.0.1.1"},{"name":"CHUTES_PORT_PRIMARY","value":"31000"},
                {"name":"CHUTES_PORT_LOGGING","value":"31001"}""".formatted(gpu, claims);
        api.post(
                "/apis/batch/v1/namespaces/chutes/jobs",
                ClusterCalls.job("a", "h200-0", "acme/sample:1", "\"chutes/chute-id\":\"c-1\"", env));
    }

    private JsonNode body(String call) {
        return Objects.requireNonNull(bodies.get(call), call);
    }

    private int awaitExitCode() {
        String code = "/items/0/status/containerStatuses/0/state/terminated/exitCode";
        return api.await(PODS, a -> a.body().at(code).isInt()).body().at(code).asInt();
    }

    private static String decrypted(JsonNode proof) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(HexFormat.of().parseHex(KEY), "AES"),
                new IvParameterSpec(HexFormat.of().parseHex(proof.path("iv").asText())));
        return new String(
                cipher.doFinal(Base64.getDecoder().decode(proof.path("response").asText())), UTF_8);
    }

    private void answer(HttpExchange http) throws IOException {
        String call = http.getRequestMethod() + " " + http.getRequestURI().getPath();
        byte[] body = http.getRequestBody().readAllBytes();
        if (body.length > 0) {
            bodies.put(call, ClusterCalls.JSON.readTree(body));
        }
        String answer = switch (call) {
            case "GET /launch/nonce" -> "n0nce";
            case "POST /launch/graval" ->
                "{\"seed\":1,\"iterations\":2,\"symmetric_key\":{\"ciphertext\":\"" + KEY
                        + "\",\"response_plaintext\":\"secret is out\"}}";
            default -> "{}";
        };
        byte[] bytes = answer.getBytes(UTF_8);
        http.sendResponseHeaders(statuses.getOrDefault(call, 200), bytes.length);
        http.getResponseBody().write(bytes);
        http.close();
        calls.add(call);
    }
}
