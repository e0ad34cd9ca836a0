package dev.rigger.devnet.validator.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.graval.SoftGraval;
import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.GpuCatalogue;
import dev.rigger.devnet.validator.platform.NodeRecord;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;

/**
 * GraVal's examination in shape: device-info challenges, then one work challenge for all GPUs. The values are the devnet's
 * own ({@link SoftGraval}), so it shows that messages are right and nothing of any GPU; times are not judged.
 */
public final class GravalExam implements NodeExam {
    private static final Duration INFO = Duration.ofSeconds(12);
    private static final Duration WORK = Duration.ofSeconds(60);

    private final RequestSigner signer;
    private final GpuCatalogue catalogue;
    private final int infoChallenges;
    private final SecureRandom random = new SecureRandom();
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public GravalExam(Hotkey validator, GpuCatalogue catalogue, int infoChallenges, InstantSource clock) {
        this.signer = new RequestSigner(validator, clock);
        this.catalogue = catalogue;
        this.infoChallenges = infoChallenges;
    }

    @Override
    public Optional<String> problem(List<NodeRecord> announced, String miner) {
        Device first = announced.getFirst().device();
        URI server = URI.create("http://" + first.verificationHost() + ":" + first.verificationPort());
        try {
            Optional<String> wrong = wrongInfo(server, miner, announced);
            return wrong.isPresent() ? wrong : wrongWork(server, miner, announced);
        } catch (IOException e) {
            return Optional.of("graval: " + server.getAuthority() + " does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while " + server.getAuthority() + " was asked");
        }
    }

    private Optional<String> wrongInfo(URI server, String miner, List<NodeRecord> announced)
            throws IOException, InterruptedException {
        List<GpuIdentity> declared =
                announced.stream().map(node -> Gpus.identity(node.device())).toList();
        for (int i = 0; i < infoChallenges; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            String challenge = HexFormat.of().formatHex(bytes);
            HttpResponse<String> answer = send(
                    HttpRequest.newBuilder(server.resolve("/info?challenge=" + challenge))
                            .GET(),
                    signer.managementForPurpose(miner, "graval"),
                    INFO);
            if (answer.statusCode() != 200 || !answer.body().strip().equals(SoftGraval.info(challenge, declared))) {
                return Optional.of("graval: device info challenge failed: " + answer.statusCode());
            }
        }
        return Optional.empty();
    }

    private Optional<String> wrongWork(URI server, String miner, List<NodeRecord> announced)
            throws IOException, InterruptedException {
        long seed = announced.getFirst().seed();
        int iterations = catalogue.iterations(announced.getFirst().gpuIdentifier());
        Map<GpuIdentity, String> plaintexts = new LinkedHashMap<>();
        ObjectNode body = json.createObjectNode().put("seed", seed).put("iterations", iterations);
        ObjectNode ciphertexts = body.putObject("ciphertext");
        for (NodeRecord node : announced) {
            GpuIdentity gpu = Gpus.identity(node.device());
            String plaintext = "decrypt me please: " + UUID.randomUUID();
            plaintexts.put(gpu, plaintext);
            ciphertexts.put(gpu.uuid(), SoftGraval.encrypted(gpu, seed, iterations, plaintext));
        }
        byte[] bytes = body.toString().getBytes(UTF_8);
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(server.resolve("/prove"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(bytes)),
                signer.managementForBody(miner, bytes),
                WORK);
        if (answer.statusCode() != 200) {
            return Optional.of("graval: /prove was answered " + answer.statusCode() + " " + answer.body());
        }
        return judged(parsed(answer.body()), seed, iterations, plaintexts);
    }

    private static Optional<String> judged(
            JsonNode answer, long seed, int iterations, Map<GpuIdentity, String> plaintexts) {
        if (answer.path("seed").asLong(-1) != seed) {
            return Optional.of("graval: the answer is to another seed");
        }
        for (Map.Entry<GpuIdentity, String> one : plaintexts.entrySet()) {
            GpuIdentity gpu = one.getKey();
            JsonNode work = answer.path("proof").path(gpu.uuid()).path("work_product");
            List<String> hashes = work.path("intermediate_hashes")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
            if (!answer.path("plaintext").path(gpu.uuid()).asText().equals(one.getValue())) {
                return Optional.of("graval: plaintext mismatch of GPU " + gpu.uuid());
            }
            if (work.path("num_matrices").asInt() != SoftGraval.MATRICES
                    || work.path("total_iterations").asInt() != iterations
                    || !Objects.equals(hashes, SoftGraval.hashes(gpu, seed, iterations))) {
                return Optional.of("graval: the proof of GPU " + gpu.uuid() + " does not verify");
            }
        }
        return Optional.empty();
    }

    private JsonNode parsed(String body) throws IOException {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("its answer is not JSON", e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> headers, Duration patience)
            throws IOException, InterruptedException {
        headers.forEach(request::header);
        return http.send(request.timeout(patience).build(), BodyHandlers.ofString());
    }
}
