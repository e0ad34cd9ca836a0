package dev.rigger.devnet.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.CpuProver;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.work.InfoChallenge;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A GPU host that answers a validator's questions, with the CPU's arithmetic. */
final class ProvingHost implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "NVIDIA H200";
    private static final long MEMORY = 150_754_820_096L;

    private final List<GpuIdentity> gpus;
    private final HttpServer server;

    ProvingHost(int gpuCount, String uuidPrefix) throws IOException {
        this.gpus = IntStream.range(0, gpuCount)
                .mapToObj(i -> GpuIdentity.of(NAME, uuid(uuidPrefix, i), MEMORY, 132, 1_980_000.0, 2048))
                .toList();
        this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::handle);
        server.start();
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
            nodes.addObject()
                    .put("uuid", gpus.get(i).uuid())
                    .put("name", NAME)
                    .put("memory", MEMORY)
                    .put("processors", processors)
                    .put("clock_rate", 1_980_000.0)
                    .put("max_threads_per_processor", 2048)
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
            String query = exchange.getRequestURI().getQuery();
            String answer = exchange.getRequestURI().getPath().equals("/info")
                    ? InfoChallenge.answer(query.substring("challenge=".length()), gpus)
                    : prove(JSON.readTree(exchange.getRequestBody()));
            byte[] bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String prove(JsonNode request) {
        Map<String, String> ciphertexts = new LinkedHashMap<>();
        request.path("ciphertext")
                .properties()
                .forEach(e -> ciphertexts.put(e.getKey(), e.getValue().asText()));
        Challenge challenge = new Challenge(request.path("seed").asLong(), Profile.TINY, ciphertexts);
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode proof = answer.putObject("proof");
        ObjectNode plaintext = answer.putObject("plaintext");
        for (GpuIdentity gpu : gpus) {
            try (HeldWork work = new CpuProver().prove(gpu, challenge, ProofWatch.NONE)) {
                proof.putObject(gpu.uuid())
                        .putObject("work_product")
                        .putArray("intermediate_hashes")
                        .add(HexFormat.of().formatHex(work.root()));
                plaintext.put(gpu.uuid(), work.plaintext().orElseThrow());
            }
        }
        return answer.toString();
    }
}
