package dev.rigger.graval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.OpenAnswer;
import dev.rigger.gpv1.OpenRequest;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.host.HostExaminer;
import dev.rigger.gpv1.host.HostFailure;
import dev.rigger.gpv1.host.HostPort;
import dev.rigger.gpv1.host.HostSigner;
import dev.rigger.gpv1.verifier.Examination;
import dev.rigger.gpv1.verifier.Terms;
import dev.rigger.gpv1.verifier.Verdict;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.gpv1.work.Opening;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A validator examines a host over the wire: proof, audits of its memory, openings, release. */
@Timeout(60)
class AuditPortTest {
    private static final InstantSource NOW = InstantSource.system();
    private static final Duration AT_ONCE = Duration.ZERO;

    private final Hotkey miner = Hotkey.fromSeed("01".repeat(32));
    private final Hotkey validator = Hotkey.fromSeed("02".repeat(32));
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final GpuSlots slots = new GpuSlots(8);
    private final HeldProof held = new HeldProof(slots, Duration.ofMinutes(2));
    private final KernelLog kernelLog = new KernelLog(Path.of("no-kernel-log"));
    private final GpuBackend backend = Proofs.cpu();
    private final Examination examination =
            new Verifier(new SecureRandom()).examine(Profile.TINY, Proofs.GPUS, Terms.untimed(), ProofWatch.NONE);
    private VerificationServer server;

    @BeforeEach
    void start() throws IOException {
        server = new VerificationServer(
                new InetSocketAddress("127.0.0.1", 0),
                backend,
                slots,
                held,
                new NvidiaSmi("nvidia-smi"),
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
        http.close();
    }

    @Test
    void aServersWholeExaminationGoesOverTheWire() throws Exception {
        assertThat(examination.answered(answer(ok("/prove", proof(examination.challenge()))), AT_ONCE))
                .isEmpty();
        while (examination.auditsLeft() > 0) {
            assertThat(examination.audited(audited(examination.nextAudit()), AT_ONCE, AT_ONCE))
                    .isEmpty();
        }
        JsonNode opened = ok("/open", open(examination.openings()));
        assertThat(examination.opened(openings(opened)).accepted()).isTrue();
        assertThat(ok("/release", seed()).path("released").asBoolean()).isTrue();
    }

    @Test
    void theExaminerOfTheAskingSideComesToTheSameEndAndReleasesTheWork() {
        try (HostPort port = new HostPort("127.0.0.1", server.port(), signed(), ProofWatch.NONE)) {
            HostExaminer examiner =
                    new HostExaminer(port, new SecureRandom(), Duration.ofSeconds(30), Duration.ofMillis(10));

            assertThat(examiner.verdict(examination)).extracting(Verdict::code).isEqualTo(Verdict.Code.PROVEN);
            assertThatThrownBy(() -> port.audit(
                            new AuditRequest(examination.challenge().seed(), 3, 1, nonces()), Duration.ofSeconds(5)))
                    .isInstanceOfSatisfying(
                            HostFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(HostFailure.Code.WORK_GONE));
        }
    }

    private HostSigner signed() {
        RequestSigner signer = new RequestSigner(validator, NOW);
        return HostSigner.of(
                body -> signer.managementForBody(miner.ss58(), body),
                () -> signer.managementForPurpose(miner.ss58(), "graval"));
    }

    @Test
    void workIsGoneAfterItsReleaseAndANewProofTakesItsPlace() throws Exception {
        ok("/prove", proof(examination.challenge()));
        ok("/audit", audit(new AuditRequest(examination.challenge().seed(), 1, 1, nonces())));
        ok("/release", seed());
        assertRefused(
                "/audit", audit(new AuditRequest(examination.challenge().seed(), 1, 1, nonces())), 410, "WORK_GONE");
        assertThat(ok("/release", seed()).path("released").asBoolean())
                .as("releasing twice")
                .isTrue();

        ok("/prove", proof(examination.challenge()));
        Challenge next = new Challenge(
                1, Profile.TINY, Map.copyOf(examination.challenge().ciphertexts()));
        ok("/prove", proof(next));
        assertRefused(
                "/open",
                open(new OpenRequest(examination.challenge().seed(), Map.of(uuid(), List.of()))),
                410,
                "WORK_GONE");
    }

    @Test
    void anAuditDoesNotWaitForAnotherOne() throws Exception {
        ok("/prove", proof(examination.challenge()));
        try (GpuSlots.Lease other = slots.takeAll(ProofWatch.NONE)) {
            assertRefused(
                    "/audit",
                    audit(new AuditRequest(examination.challenge().seed(), 1, 1, nonces())),
                    409,
                    "GPUS_BUSY");
        }
    }

    @Test
    void requestsThatMakeNoSenseAreTheCallersMistake() throws Exception {
        ok("/prove", proof(examination.challenge()));
        ObjectNode audit = audit(new AuditRequest(examination.challenge().seed(), 1, 1, nonces()));
        assertRefused("/audit", audit.deepCopy().put("steps", 257), 400, "MALFORMED_CHALLENGE");
        assertRefused("/audit", audit.deepCopy().put("audit", 0), 400, "MALFORMED_CHALLENGE");
        ObjectNode foreign = audit.deepCopy();
        foreign.putObject("nonce").put("0".repeat(32), "0".repeat(64));
        assertRefused("/audit", foreign, 400, "MALFORMED_CHALLENGE");
        ObjectNode shortNonce = audit.deepCopy();
        shortNonce.putObject("nonce").put(uuid(), "00");
        assertRefused("/audit", shortNonce, 400, "MALFORMED_CHALLENGE");

        for (OpenRequest.Rows question : List.of(
                new OpenRequest.Rows(0, 0, List.of(512L)),
                new OpenRequest.Rows(0, 0, List.of(-1L)),
                new OpenRequest.Rows(0, 0, List.of(Long.MAX_VALUE)),
                new OpenRequest.Rows(7, 0, List.of(1L)))) {
            assertRefused(
                    "/open",
                    open(new OpenRequest(examination.challenge().seed(), Map.of(uuid(), List.of(question)))),
                    400,
                    "MALFORMED_CHALLENGE");
        }
        assertRefused("/release", json.createObjectNode().put("seed", "one"), 400, "MALFORMED_CHALLENGE");
    }

    private AuditAnswer audited(AuditRequest request) throws Exception {
        JsonNode reply = ok("/audit", audit(request));
        assertThat(reply.path("elapsed_ms").path(uuid()).isIntegralNumber()).isTrue();
        Map<String, List<String>> roots = new HashMap<>();
        reply.path("roots").properties().forEach(e -> {
            List<String> ofGpu = new ArrayList<>();
            e.getValue().forEach(root -> ofGpu.add(root.asText()));
            roots.put(e.getKey(), ofGpu);
        });
        return new AuditAnswer(reply.path("audit").asInt(), roots);
    }

    private static OpenAnswer openings(JsonNode reply) {
        Map<String, List<OpenAnswer.Opened>> opened = new HashMap<>();
        reply.path("open").properties().forEach(e -> {
            List<OpenAnswer.Opened> ofGpu = new ArrayList<>();
            e.getValue().forEach(row -> ofGpu.add(opened(row)));
            opened.put(e.getKey(), ofGpu);
        });
        return new OpenAnswer(opened);
    }

    private static OpenAnswer.Opened opened(JsonNode row) {
        byte[] entries = Base64.getDecoder().decode(row.path("entries").asText());
        List<byte[]> each = new ArrayList<>();
        for (int at = 0; at < entries.length; at += 32) {
            each.add(Arrays.copyOfRange(entries, at, at + 32));
        }
        List<byte[]> siblings = new ArrayList<>();
        row.path("siblings").forEach(sibling -> siblings.add(HexFormat.of().parseHex(sibling.asText())));
        return new OpenAnswer.Opened(
                row.path("audit").asInt(),
                row.path("step").asInt(),
                new Opening(row.path("row").asLong(), row.path("group").asLong(), each, siblings));
    }

    private static Answer answer(JsonNode reply) {
        Map<String, String> plaintexts = new HashMap<>();
        reply.path("plaintext")
                .properties()
                .forEach(e -> plaintexts.put(e.getKey(), e.getValue().asText()));
        Map<String, String> roots = new HashMap<>();
        Map<String, WorkSize> sizes = new HashMap<>();
        reply.path("proof").properties().forEach(e -> {
            JsonNode work = e.getValue().path("work_product");
            roots.put(e.getKey(), work.path("intermediate_hashes").path(0).asText());
            sizes.put(
                    e.getKey(),
                    new WorkSize(
                            work.path("num_matrices").asInt(),
                            work.path("total_iterations").asInt(),
                            work.path("rows").asLong(),
                            work.path("groups").asLong()));
        });
        return new Answer(plaintexts, roots, sizes);
    }

    private ObjectNode proof(Challenge challenge) {
        ObjectNode request = json.createObjectNode()
                .put("seed", challenge.seed())
                .put("profile", challenge.profile().name())
                .put("iterations", challenge.profile().passes());
        challenge.ciphertexts().forEach(request.putObject("ciphertext")::put);
        return request;
    }

    private ObjectNode audit(AuditRequest asked) {
        ObjectNode request = json.createObjectNode()
                .put("seed", asked.seed())
                .put("audit", asked.audit())
                .put("steps", asked.steps());
        asked.nonces().forEach(request.putObject("nonce")::put);
        return request;
    }

    private ObjectNode open(OpenRequest asked) {
        ObjectNode request = json.createObjectNode().put("seed", asked.seed());
        ObjectNode open = request.putObject("open");
        asked.asked().forEach((uuid, questions) -> {
            ArrayNode ofGpu = open.putArray(uuid);
            questions.forEach(question -> {
                ObjectNode one =
                        ofGpu.addObject().put("audit", question.audit()).put("step", question.step());
                question.rows().forEach(one.putArray("rows")::add);
            });
        });
        return request;
    }

    private ObjectNode seed() {
        return json.createObjectNode().put("seed", examination.challenge().seed());
    }

    private static String uuid() {
        return Proofs.GPUS.getFirst().uuid();
    }

    private static Map<String, String> nonces() {
        return Map.of(uuid(), "00".repeat(32));
    }

    private JsonNode ok(String path, ObjectNode request) throws Exception {
        HttpResponse<String> response = post(path, request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    private void assertRefused(String path, ObjectNode request, int status, String code) throws Exception {
        HttpResponse<String> response = post(path, request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json.readTree(response.body()).path("code").asText()).isEqualTo(code);
    }

    private HttpResponse<String> post(String path, ObjectNode request) throws Exception {
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        new RequestSigner(validator, NOW).managementForBody(miner.ss58(), body).forEach(builder::header);
        return http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    }

    private RequestVerifier admitting(Hotkey signer) {
        return RequestVerifier.miner(miner.ss58(), Set.of(signer.ss58()), NOW, new RecentUses(NOW));
    }
}
