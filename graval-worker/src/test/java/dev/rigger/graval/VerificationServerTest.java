package dev.rigger.graval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.gpv1.work.InfoChallenge;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RecentUses;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.hotkey.RequestVerifier;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VerificationServerTest {
    private static final String CHALLENGE = "03" + "ab".repeat(31);
    private static final InstantSource NOW = InstantSource.system();

    private final Hotkey miner = Hotkey.fromSeed("01".repeat(32));
    private final Hotkey validator = Hotkey.fromSeed("02".repeat(32));
    private final Hotkey stranger = Hotkey.fromSeed("03".repeat(32));
    private final Verifier verifier = new Verifier(new SecureRandom());
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final GpuSlots slots = new GpuSlots(8);
    private final HeldProof held = new HeldProof(slots, Duration.ofMinutes(2));
    private final KernelLog kernelLog = new KernelLog(Path.of("no-kernel-log"));
    private final GpuBackend backend = Proofs.cpu();
    private VerificationServer server;

    @BeforeEach
    void start() throws IOException {
        server = new VerificationServer(
                new InetSocketAddress("127.0.0.1", 0),
                backend,
                slots,
                held,
                new NvidiaSmi("nvidia-smi-that-is-not-there"),
                kernelLog,
                admitting(miner),
                admitting(validator),
                NOW);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        held.close();
        kernelLog.close();
        backend.close();
    }

    @Test
    void anyoneMayPing() throws Exception {
        assertThat(get("/ping", Map.of()).body()).isEqualTo("pong");
    }

    @Test
    void theMinerMayAskForTheDevicesAndNobodyElse() throws Exception {
        HttpResponse<String> own = get("/devices", purpose(miner));
        assertThat(own.statusCode()).isEqualTo(200);
        JsonNode first = json.readTree(own.body()).path("devices").path(0);
        assertThat(first.path("uuid").asText()).isEqualTo(Proofs.GPUS.getFirst().uuid());
        assertThat(first.path("memory").asLong()).isEqualTo(140L << 30);
        assertThat(first.path("clock_rate").isDouble()).isTrue();
        assertThat(first.path("max_threads_per_processor").asInt()).isEqualTo(2048);

        assertThat(get("/devices", purpose(validator)).statusCode()).isEqualTo(401);
        assertThat(get("/devices", Map.of()).statusCode()).isEqualTo(401);
    }

    @Test
    void aValidatorIsAnsweredTheInfoChallenge() throws Exception {
        HttpResponse<String> answer = get("/info?challenge=" + CHALLENGE, purpose(validator));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(InfoChallenge.answer(CHALLENGE, Proofs.GPUS));
    }

    @Test
    void theInfoChallengeIsRefusedToStrangersToOldSignaturesAndASecondTime() throws Exception {
        String path = "/info?challenge=" + CHALLENGE;
        assertCode(get(path, Map.of()), 401, "SIGNATURE_MISSING");
        assertCode(get(path, purpose(stranger)), 401, "SIGNER_NOT_ALLOWED");
        assertCode(get(path, purpose(miner)), 401, "SIGNER_NOT_ALLOWED");
        assertCode(get(path, purpose(validator, "sockets")), 401, "SIGNATURE_WRONG");
        InstantSource past = () -> Instant.now().minus(Duration.ofSeconds(31));
        Map<String, String> old = new RequestSigner(validator, past).managementForPurpose(miner.ss58(), "graval");
        assertCode(get(path, old), 401, "NONCE_STALE");

        Map<String, String> once = purpose(validator);
        assertThat(get(path, once).statusCode()).isEqualTo(200);
        assertCode(get(path, once), 401, "REPLAYED");
    }

    @Test
    void aMalformedInfoChallengeIsTheCallersMistake() throws Exception {
        assertThat(get("/info?challenge=xyz", purpose(validator)).statusCode()).isEqualTo(400);
        assertThat(get("/info", purpose(validator)).statusCode()).isEqualTo(400);
    }

    @Test
    void aValidatorsChallengeIsProvenByAllGpus() throws Exception {
        Verifier.Prepared prepared = verifier.prepare(Profile.TINY, Proofs.GPUS, ProofWatch.NONE);
        HttpResponse<String> response = prove(body(prepared));
        assertThat(response.statusCode()).isEqualTo(200);

        JsonNode root = json.readTree(response.body());
        assertThat(root.path("seed").asLong()).isEqualTo(prepared.challenge().seed());
        assertThat(root.path("devices")).hasSize(8);
        Map<String, String> plaintexts = new HashMap<>();
        root.path("plaintext")
                .properties()
                .forEach(e -> plaintexts.put(e.getKey(), e.getValue().asText()));
        Map<String, String> roots = new HashMap<>();
        root.path("proof")
                .properties()
                .forEach(e -> roots.put(
                        e.getKey(),
                        e.getValue()
                                .path("work_product")
                                .path("intermediate_hashes")
                                .path(0)
                                .asText()));
        assertThat(verifier.check(prepared.secret(), new Answer(plaintexts, roots))
                        .accepted())
                .isTrue();
        JsonNode second = root.path("proof").path(Proofs.GPUS.get(1).uuid());
        assertThat(second.path("device_id").asInt()).isEqualTo(1);
        assertThat(second.path("device_name").asText()).isEqualTo("NVIDIA H200");
        assertThat(second.path("work_product").path("num_matrices").asInt()).isEqualTo(2);
        assertThat(second.path("work_product").path("total_iterations").asInt()).isEqualTo(2);
        assertThat(second.path("work_product").path("groups").asInt()).isEqualTo(2);
        assertThat(root.path("timing")).hasSize(8).allSatisfy(timing -> {
            assertThat(timing.path("gemm_ms").isIntegralNumber()).isTrue();
            assertThat(timing.path("hash_ms").isIntegralNumber()).isTrue();
            // The reference generates as it multiplies and does not tell the two apart.
            assertThat(timing.has("fill_ms")).isFalse();
        });
    }

    @Test
    void theProfileMayBeNamedOrSpelledOut() throws Exception {
        Profile custom = new Profile("custom", 64, 3, 2, 256, 256, 0, 16);
        Verifier.Prepared prepared = verifier.prepare(custom, Proofs.GPUS.subList(0, 1), ProofWatch.NONE);
        ObjectNode request = body(prepared);
        request.putObject("profile").put("n", 64).put("t", 3).put("gs", 256).put("rows", 256);
        String uuid = Proofs.GPUS.getFirst().uuid();
        assertThat(json.readTree(prove(request).body())
                        .path("plaintext")
                        .path(uuid)
                        .asText())
                .isEqualTo(prepared.secret().gpus().getFirst().plaintext());

        Verifier.Prepared tiny = verifier.prepare(Profile.TINY, Proofs.GPUS.subList(0, 1), ProofWatch.NONE);
        assertThat(prove(body(tiny)).statusCode()).isEqualTo(200);
    }

    @Test
    void simulatedGpusHaveNoProfileOfTheirOwn() throws Exception {
        ObjectNode request = body(verifier.prepare(Profile.TINY, Proofs.GPUS.subList(0, 1), ProofWatch.NONE));

        assertCode(prove((ObjectNode) request.deepCopy().without("profile")), 400, "PROFILE_MISSING");
        assertCode(prove(request.deepCopy().putNull("profile")), 400, "PROFILE_MISSING");
    }

    @Test
    void aBodyThatWasChangedAfterSigningIsRefused() throws Exception {
        ObjectNode request = body(verifier.prepare(Profile.TINY, Proofs.GPUS, ProofWatch.NONE));
        Map<String, String> headers = signed(validator, bytes(request));
        assertCode(post("/prove", bytes(request.put("iterations", 3)), headers), 401, "SIGNATURE_WRONG");
    }

    @Test
    void aNonsensicalChallengeIsTheCallersMistake() throws Exception {
        ObjectNode good = body(verifier.prepare(Profile.TINY, Proofs.GPUS.subList(0, 1), ProofWatch.NONE));
        assertCode(prove(good.deepCopy().put("seed", -1)), 400, "MALFORMED_CHALLENGE");
        assertCode(prove(good.deepCopy().put("iterations", 65)), 400, "MALFORMED_CHALLENGE");
        assertCode(prove(good.deepCopy().put("scheme", "graval")), 400, "MALFORMED_CHALLENGE");
        assertCode(prove(good.deepCopy().put("profile", "huge")), 400, "MALFORMED_CHALLENGE");
        assertCode(prove(good.deepCopy().put("profile", "full")), 400, "MALFORMED_CHALLENGE");
        assertCode(
                prove((ObjectNode) good.deepCopy().set("ciphertext", json.createObjectNode())),
                400,
                "MALFORMED_CHALLENGE");
        ObjectNode foreign = good.deepCopy();
        foreign.putObject("ciphertext").put("0".repeat(32), "R1BWMQ==");
        assertCode(prove(foreign), 400, "UNKNOWN_GPU");
        byte[] noJson = "{".getBytes(StandardCharsets.UTF_8);
        assertCode(post("/prove", noJson, signed(validator, noJson)), 400, "MALFORMED_CHALLENGE");
    }

    @Test
    void oneProofAtATimeAndTheOtherHearsThatTheGpusAreBusy() throws Exception {
        ObjectNode request = body(verifier.prepare(Profile.TINY, Proofs.GPUS, ProofWatch.NONE));
        try (GpuSlots.Lease held = slots.takeAll(ProofWatch.NONE)) {
            assertCode(prove(request), 409, "GPUS_BUSY");
        }
        assertThat(prove(request).statusCode()).isEqualTo(200);
    }

    @Test
    void workThatFillsMoreThanAGpuHasIsRefusedWithTheNumbers() throws Exception {
        ObjectNode request = body(verifier.prepare(Profile.TINY, Proofs.GPUS.subList(0, 1), ProofWatch.NONE));
        request.putObject("profile")
                .put("n", 16_384)
                .put("t", 64)
                .put("gs", 256)
                .put("rows", 256_000);
        HttpResponse<String> response = prove(request);
        assertCode(response, 507, "OUT_OF_GPU_MEMORY");
        JsonNode error = json.readTree(response.body());
        assertThat(error.path("uuid").asText()).isEqualTo(Proofs.GPUS.getFirst().uuid());
        assertThat(error.path("free").asLong()).isEqualTo(140L << 30);
        assertThat(error.path("needed").asLong()).isEqualTo(64L * 16_384 * (256_000 + 16_384));
    }

    @Test
    void telemetryThatIsNotThereSaysWhyInsteadOfZero() throws Exception {
        assertThat(get("/telemetry", Map.of()).statusCode()).isEqualTo(401);
        kernelLog.awaitEnd();
        JsonNode telemetry = json.readTree(get("/telemetry", purpose(miner)).body());
        assertThat(telemetry.path("gpus").isEmpty()).isTrue();
        assertThat(telemetry.path("absent_because").asText())
                .isEqualTo("there is no nvidia-smi-that-is-not-there here");
        assertThat(telemetry.path("xid_errors_absent_because").asText()).startsWith("no-kernel-log cannot be read");
    }

    @Test
    void routesMethodsAndSizesThatDoNotExistHaveTheirCodes() throws Exception {
        assertCode(get("/nothing", Map.of()), 404, "NOT_FOUND");
        assertCode(get("/prove", Map.of()), 405, "METHOD_NOT_ALLOWED");
        byte[] large = new byte[(1 << 20) + 1];
        assertCode(post("/prove", large, signed(validator, large)), 413, "BODY_TOO_LARGE");
    }

    private RequestVerifier admitting(Hotkey signer) {
        return RequestVerifier.miner(miner.ss58(), Set.of(signer.ss58()), NOW, new RecentUses(NOW));
    }

    private ObjectNode body(Verifier.Prepared prepared) {
        ObjectNode request = json.createObjectNode()
                .put("seed", prepared.challenge().seed())
                .put("iterations", prepared.challenge().profile().passes())
                .put("profile", "tiny");
        ObjectNode ciphertexts = request.putObject("ciphertext");
        prepared.challenge().ciphertexts().forEach(ciphertexts::put);
        return request;
    }

    private HttpResponse<String> prove(ObjectNode request) throws Exception {
        byte[] body = bytes(request);
        return post("/prove", body, signed(validator, body));
    }

    private static byte[] bytes(ObjectNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, String> purpose(Hotkey signer) {
        return purpose(signer, "graval");
    }

    private Map<String, String> purpose(Hotkey signer, String purpose) {
        return new RequestSigner(signer, NOW).managementForPurpose(miner.ss58(), purpose);
    }

    private Map<String, String> signed(Hotkey signer, byte[] body) {
        return new RequestSigner(signer, NOW).managementForBody(miner.ss58(), body);
    }

    private HttpResponse<String> get(String path, Map<String, String> headers) throws Exception {
        return send(path, headers, HttpRequest.newBuilder().GET());
    }

    private HttpResponse<String> post(String path, byte[] body, Map<String, String> headers) throws Exception {
        return send(path, headers, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<String> send(String path, Map<String, String> headers, HttpRequest.Builder request)
            throws Exception {
        headers.forEach(request::header);
        return http.send(
                request.uri(URI.create("http://127.0.0.1:" + server.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void assertCode(HttpResponse<String> response, int status, String code) throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        JsonNode error = json.readTree(response.body());
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("detail").asText()).isNotEmpty();
        assertThat(error.path("next").asText()).isNotEmpty();
    }
}
