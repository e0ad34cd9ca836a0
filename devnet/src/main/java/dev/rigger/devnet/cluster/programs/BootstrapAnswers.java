package dev.rigger.devnet.cluster.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rigger.devnet.graval.SoftGraval;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.hotkey.RecentUses;
import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.hotkey.SignedRequest;
import dev.rigger.hotkey.Verdict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The bootstrap server's HTTP: {@code GET /ping} for anybody, {@code GET /devices} for the miner, {@code GET /info} and {@code
 * POST /prove} for validators; 401 without the right signature. Its values are {@link SoftGraval}'s.
 */
final class BootstrapAnswers implements AutoCloseable {
    private static final String PURPOSE = "graval";
    private static final int MOST_ITERATIONS = 10;

    private final List<GpuIdentity> gpus;
    private final RequestVerifier miner;
    private final RequestVerifier validators;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Answer(int status, String body) {
        static Answer ok(String body) {
            return new Answer(200, body);
        }

        static Answer refused(int status, String why) {
            return new Answer(
                    status,
                    JsonNodeFactory.instance.objectNode().put("detail", why).toString());
        }
    }

    /** Listens from now on. */
    BootstrapAnswers(
            String host,
            int port,
            List<GpuIdentity> gpus,
            String minerSs58,
            Set<String> validators,
            InstantSource clock)
            throws IOException {
        this.gpus = gpus;
        RecentUses uses = new RecentUses(clock);
        this.miner = RequestVerifier.miner(minerSs58, Set.of(minerSs58), clock, uses);
        this.validators = RequestVerifier.miner(minerSs58, validators, clock, uses);
        this.server = HttpServer.create(new InetSocketAddress(host, port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer = answer(exchange, body);
            byte[] bytes = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer answer(HttpExchange exchange, byte[] body) {
        String asked =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        try {
            return switch (asked) {
                case "GET /ping" -> Answer.ok("pong");
                case "GET /devices" ->
                    admitted(miner, exchange, body, () -> devices().toString());
                case "GET /info" -> admitted(validators, exchange, body, () -> info(exchange));
                case "POST /prove" -> admitted(validators, exchange, body, () -> proof(body));
                default -> Answer.refused(404, "nothing answers " + asked);
            };
        } catch (IllegalArgumentException e) {
            return Answer.refused(400, String.valueOf(e.getMessage()));
        }
    }

    private interface Body {
        String text();
    }

    private static Answer admitted(RequestVerifier verifier, HttpExchange exchange, byte[] body, Body answer) {
        Verdict verdict = verifier.verify(new SignedRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders()::getFirst,
                body,
                PURPOSE));
        return verdict instanceof Verdict.Refused refused
                ? Answer.refused(401, refused.detail())
                : Answer.ok(answer.text());
    }

    private ObjectNode devices() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode devices = root.putArray("devices");
        gpus.forEach(gpu -> devices.addObject()
                .put("name", gpu.name())
                .put("uuid", gpu.uuid())
                .put("memory", gpu.memoryBytes())
                .put("processors", gpu.processors())
                .put("clock_rate", (double) gpu.clockKhz())
                .put("max_threads_per_processor", gpu.maxThreadsPerProcessor()));
        return root;
    }

    private String info(HttpExchange exchange) {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (!query.matches("challenge=[0-9a-f]{64}")) {
            throw new IllegalArgumentException("challenge must be 64 hex digits");
        }
        return SoftGraval.info(query.substring("challenge=".length()), gpus);
    }

    private String proof(byte[] body) {
        JsonNode asked = ChuteProgram.parse(new String(body, UTF_8));
        long seed = asked.path("seed").asLong(-1);
        int iterations = asked.path("iterations").asInt();
        if (seed < 0 || iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("seed must not be negative, and iterations be 1 to 10");
        }
        ObjectNode root = devices().put("seed", seed);
        ObjectNode proofs = root.putObject("proof");
        ObjectNode plaintexts = root.putObject("plaintext");
        for (int index = 0; index < gpus.size(); index++) {
            GpuIdentity gpu = gpus.get(index);
            ObjectNode work = proofs.putObject(gpu.uuid())
                    .put("device_id", index)
                    .put("device_uuid", gpu.uuid())
                    .put("device_name", gpu.name())
                    .putObject("work_product");
            SoftGraval.hashes(gpu, seed, iterations).forEach(work.putArray("intermediate_hashes")::add);
            work.put("num_matrices", SoftGraval.MATRICES).put("total_iterations", iterations);
            JsonNode ciphertext = asked.path("ciphertext").path(gpu.uuid());
            if (ciphertext.isTextual()) {
                plaintexts.put(gpu.uuid(), SoftGraval.decrypted(gpu, seed, iterations, ciphertext.asText()));
            }
        }
        return root.toString();
    }
}
