package dev.rigger.devnet.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.OpenRequest;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.prover.CpuProver;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.prover.ServerWork;
import dev.rigger.gpv1.work.InfoChallenge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** A GPU host that answers a validator's questions, with the CPU's arithmetic, and lies where it is told to. */
final class ProvingHost implements AutoCloseable {
    /** How it differs from an honest host. */
    enum Lie {
        NONE,
        /** Its scans come late, as from memory that has to be fetched first. */
        SLOW_MEMORY,
        /** Its scans come in time and are made up. */
        MADE_UP_SCANS,
        /** It gave the memory back after the proof. */
        FORGOTTEN_WORK
    }

    /** Longer than any audit of the tests may take, a believed ping of 100 ms included. */
    private static final Duration SLOW = Duration.ofMillis(1_500);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final GpuCatalogue CATALOGUE = GpuCatalogue.shipped();

    private final List<GpuIdentity> gpus;
    private final Lie lie;
    private final HttpServer server;
    private ServerWork held = new ServerWork(Map.of());

    ProvingHost(int gpuCount, String uuidPrefix) throws IOException {
        this(gpuCount, uuidPrefix, Lie.NONE);
    }

    ProvingHost(int gpuCount, String uuidPrefix, Lie lie) throws IOException {
        this.gpus = IntStream.range(0, gpuCount)
                .mapToObj(i -> h200(uuid(uuidPrefix, i)))
                .toList();
        this.lie = lie;
        this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    static GpuIdentity h200(String uuid) {
        return CATALOGUE.byShortRef("h200").orElseThrow().device(uuid);
    }

    static String uuid(String prefix, int index) {
        return prefix + "%02x".formatted(index) + "0".repeat(30 - prefix.length());
    }

    /** Body of {@code POST /nodes/}. */
    String announcement(String serverId) {
        return announcement(serverId, "h200", 132);
    }

    String announcement(String serverId, String type, int processors) {
        ObjectNode body = JSON.createObjectNode().put("server_id", serverId).put("server_name", serverId + "-name");
        var nodes = body.putArray("nodes");
        for (int i = 0; i < gpus.size(); i++) {
            GpuIdentity gpu = gpus.get(i);
            nodes.addObject()
                    .put("uuid", gpu.uuid())
                    .put("name", gpu.name())
                    .put("memory", gpu.memoryBytes())
                    .put("processors", processors)
                    .put("clock_rate", (double) gpu.clockKhz())
                    .put("max_threads_per_processor", gpu.maxThreadsPerProcessor())
                    .put("device_index", i)
                    .put("gpu_identifier", type)
                    .put("verification_host", "127.0.0.1")
                    .put("verification_port", server.getAddress().getPort());
        }
        return body.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean gone = lie == Lie.FORGOTTEN_WORK && path.equals("/audit");
            byte[] bytes = (gone ? "{}" : answer(path, exchange.getRequestURI().getQuery(), body)).getBytes(UTF_8);
            exchange.sendResponseHeaders(gone ? 410 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String answer(String path, String query, byte[] body) throws IOException {
        return switch (path) {
            case "/ping" -> "pong";
            case "/info" -> InfoChallenge.answer(query.substring("challenge=".length()), gpus);
            case "/prove" -> prove(JSON.readTree(body));
            case "/audit" -> audit(JSON.readTree(body));
            case "/open" -> open(JSON.readTree(body));
            default -> "{}";
        };
    }

    private String prove(JsonNode request) {
        Map<String, String> ciphertexts = new LinkedHashMap<>();
        request.path("ciphertext")
                .properties()
                .forEach(e -> ciphertexts.put(e.getKey(), e.getValue().asText()));
        Challenge challenge = new Challenge(request.path("seed").asLong(), Profile.TINY, ciphertexts);
        Map<String, HeldWork> done = new LinkedHashMap<>();
        gpus.forEach(gpu -> done.put(gpu.uuid(), new CpuProver().prove(gpu, challenge, ProofWatch.NONE)));
        held = new ServerWork(done);
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode proof = answer.putObject("proof");
        ObjectNode plaintext = answer.putObject("plaintext");
        held.answer().roots().forEach((uuid, root) -> {
            WorkSize size = Objects.requireNonNull(done.get(uuid)).size();
            ObjectNode product = proof.putObject(uuid).putObject("work_product");
            product.put("num_matrices", size.layers())
                    .put("total_iterations", size.passes())
                    .put("rows", size.rows())
                    .put("groups", size.groups())
                    .putArray("intermediate_hashes")
                    .add(root);
        });
        held.answer().plaintexts().forEach(plaintext::put);
        return answer.toString();
    }

    private String audit(JsonNode request) {
        if (lie == Lie.SLOW_MEMORY) {
            try {
                Thread.sleep(SLOW);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Map<String, String> nonces = new LinkedHashMap<>();
        request.path("nonce")
                .properties()
                .forEach(e -> nonces.put(
                        e.getKey(),
                        lie == Lie.MADE_UP_SCANS ? "0".repeat(64) : e.getValue().asText()));
        int number = request.path("audit").asInt();
        ObjectNode answer = JSON.createObjectNode().put("audit", number);
        ObjectNode roots = answer.putObject("roots");
        held.audit(new AuditRequest(
                        request.path("seed").asLong(),
                        number,
                        request.path("steps").asInt(),
                        nonces))
                .roots()
                .forEach((uuid, steps) -> steps.forEach(roots.withArray(uuid)::add));
        return answer.toString();
    }

    private String open(JsonNode request) {
        Map<String, List<OpenRequest.Rows>> asked = new LinkedHashMap<>();
        request.path("open").properties().forEach(e -> {
            List<OpenRequest.Rows> questions = new ArrayList<>();
            e.getValue().forEach(question -> {
                List<Long> rows = new ArrayList<>();
                question.path("rows").forEach(row -> rows.add(row.asLong()));
                questions.add(new OpenRequest.Rows(
                        question.path("audit").asInt(), question.path("step").asInt(), rows));
            });
            asked.put(e.getKey(), questions);
        });
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode open = answer.putObject("open");
        held.open(new OpenRequest(request.path("seed").asLong(), asked))
                .opened()
                .forEach((uuid, rows) -> {
                    ArrayNode shown = open.putArray(uuid);
                    rows.forEach(row -> {
                        ByteArrayOutputStream entries = new ByteArrayOutputStream();
                        row.opening().entries().forEach(entries::writeBytes);
                        ObjectNode node = shown.addObject()
                                .put("audit", row.audit())
                                .put("step", row.step())
                                .put("row", row.opening().row())
                                .put("group", row.opening().group())
                                .put("entries", Base64.getEncoder().encodeToString(entries.toByteArray()));
                        ArrayNode siblings = node.putArray("siblings");
                        row.opening()
                                .siblings()
                                .forEach(sibling -> siblings.add(HexFormat.of().formatHex(sibling)));
                    });
                });
        return answer.toString();
    }
}
