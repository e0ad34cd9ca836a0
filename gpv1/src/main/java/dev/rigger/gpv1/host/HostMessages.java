package dev.rigger.gpv1.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.OpenAnswer;
import dev.rigger.gpv1.OpenRequest;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.work.Opening;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** GPV1's messages as JSON, from the asking side. What cannot be read is a {@link HostFailure}. */
final class HostMessages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HASH_BYTES = 32;

    private HostMessages() {}

    static byte[] prove(Challenge challenge) {
        Profile profile = challenge.profile();
        ObjectNode root = JSON.createObjectNode()
                .put("scheme", "gpv1")
                .put("seed", challenge.seed())
                .put("iterations", profile.passes());
        root.set("profile", profile(profile));
        ObjectNode ciphertexts = root.putObject("ciphertext");
        challenge.ciphertexts().forEach(ciphertexts::put);
        return bytes(root);
    }

    private static ObjectNode profile(Profile profile) {
        ObjectNode node = JSON.createObjectNode()
                .put("n", profile.order())
                .put("t", profile.layers())
                .put("gs", profile.groupRows());
        return profile.rows() > 0 ? node.put("rows", profile.rows()) : node.put("pct", profile.vramPercent());
    }

    static Answer answer(byte[] body) {
        JsonNode root = read(body);
        Map<String, String> plaintexts = new LinkedHashMap<>();
        root.path("plaintext")
                .properties()
                .forEach(e -> plaintexts.put(e.getKey(), e.getValue().asText()));
        Map<String, String> roots = new LinkedHashMap<>();
        Map<String, WorkSize> sizes = new LinkedHashMap<>();
        root.path("proof").properties().forEach(e -> {
            JsonNode work = e.getValue().path("work_product");
            roots.put(e.getKey(), work.path("intermediate_hashes").path(0).asText());
            if (work.has("rows")) {
                sizes.put(
                        e.getKey(),
                        new WorkSize(
                                work.path("num_matrices").asInt(),
                                work.path("total_iterations").asInt(),
                                work.path("rows").asLong(),
                                work.path("groups").asLong()));
            }
        });
        return new Answer(plaintexts, roots, sizes);
    }

    static byte[] audit(AuditRequest request) {
        ObjectNode root = JSON.createObjectNode()
                .put("seed", request.seed())
                .put("audit", request.audit())
                .put("steps", request.steps());
        ObjectNode nonces = root.putObject("nonce");
        request.nonces().forEach(nonces::put);
        return bytes(root);
    }

    static AuditAnswer audited(byte[] body) {
        JsonNode root = read(body);
        Map<String, List<String>> roots = new LinkedHashMap<>();
        root.path("roots").properties().forEach(e -> {
            List<String> ofGpu = new ArrayList<>();
            e.getValue().forEach(step -> ofGpu.add(step.asText()));
            roots.put(e.getKey(), ofGpu);
        });
        return new AuditAnswer(root.path("audit").asInt(), roots);
    }

    /** Of one GPU, so that no answer is larger than its openings. */
    static byte[] open(long seed, String uuid, List<OpenRequest.Rows> asked) {
        ObjectNode root = JSON.createObjectNode().put("seed", seed);
        ArrayNode questions = root.putObject("open").putArray(uuid);
        for (OpenRequest.Rows rows : asked) {
            ArrayNode numbers = questions
                    .addObject()
                    .put("audit", rows.audit())
                    .put("step", rows.step())
                    .putArray("rows");
            rows.rows().forEach(numbers::add);
        }
        return bytes(root);
    }

    static List<OpenAnswer.Opened> opened(byte[] body, String uuid) {
        List<OpenAnswer.Opened> opened = new ArrayList<>();
        try {
            for (JsonNode row : read(body).path("open").path(uuid)) {
                opened.add(new OpenAnswer.Opened(
                        row.path("audit").asInt(),
                        row.path("step").asInt(),
                        new Opening(
                                row.path("row").asLong(),
                                row.path("group").asLong(),
                                hashes(Base64.getDecoder()
                                        .decode(row.path("entries").asText())),
                                siblings(row.path("siblings")))));
            }
        } catch (IllegalArgumentException e) {
            throw new HostFailure(HostFailure.Code.BROKEN, "an opening is neither base64 nor hex");
        }
        return opened;
    }

    static byte[] release(long seed) {
        return bytes(JSON.createObjectNode().put("seed", seed));
    }

    /** Of {@code GET /devices}. */
    static List<GpuIdentity> devices(byte[] body) {
        List<GpuIdentity> gpus = new ArrayList<>();
        try {
            for (JsonNode gpu : read(body).path("devices")) {
                gpus.add(GpuIdentity.of(
                        gpu.path("name").asText(),
                        gpu.path("uuid").asText(),
                        gpu.path("memory").asLong(),
                        gpu.path("processors").asInt(),
                        gpu.path("clock_rate").asDouble(),
                        gpu.path("max_threads_per_processor").asInt()));
            }
        } catch (InvalidChallengeException e) {
            throw new HostFailure(HostFailure.Code.BROKEN, "/devices tells of a GPU that cannot be: " + e.what());
        }
        return gpus;
    }

    /** What the host says of an error, for people. */
    static String detail(byte[] body) {
        try {
            return JSON.readTree(body).path("detail").asText("");
        } catch (IOException notJson) {
            return "";
        }
    }

    /** The GPUs that the driver's own tool shows; empty where it is not there. */
    static List<String> driversGpus(byte[] body) {
        List<String> uuids = new ArrayList<>();
        read(body).path("gpus").forEach(gpu -> uuids.add(gpu.path("uuid").asText()));
        return uuids;
    }

    private static List<byte[]> hashes(byte[] joined) {
        List<byte[]> hashes = new ArrayList<>();
        for (int from = 0; from < joined.length; from += HASH_BYTES) {
            hashes.add(Arrays.copyOfRange(joined, from, Math.min(joined.length, from + HASH_BYTES)));
        }
        return hashes;
    }

    private static List<byte[]> siblings(JsonNode node) {
        List<byte[]> siblings = new ArrayList<>();
        node.forEach(sibling -> siblings.add(HexFormat.of().parseHex(sibling.asText())));
        return siblings;
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new HostFailure(HostFailure.Code.BROKEN, "the host's answer is not JSON");
        }
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(UTF_8);
    }
}
