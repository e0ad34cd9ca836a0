package dev.rigger.graval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /prove}. Whatever is wrong with it is an {@link InvalidChallengeException}. */
final class ProveRequest {
    private static final int MAX_GPUS = 16;
    private static final int BOXES_UNUSED_BY_PROVER = 16;

    private final ObjectMapper json;
    private final Profile byDefault;

    /** @param byDefault for validators that name none, as those of the older protocol do */
    ProveRequest(ObjectMapper json, Profile byDefault) {
        this.json = json;
        this.byDefault = byDefault;
    }

    Challenge read(byte[] body) {
        JsonNode root = parsed(body);
        JsonNode scheme = root.path("scheme");
        if (!scheme.isMissingNode() && !scheme.asText().equals("gpv1")) {
            throw new InvalidChallengeException("this host proves by gpv1, not by " + scheme.asText());
        }
        JsonNode seed = root.path("seed");
        JsonNode iterations = root.path("iterations");
        if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
            throw new InvalidChallengeException("seed must be a whole number of 1 to 2^63-1");
        }
        if (!iterations.isInt()) {
            throw new InvalidChallengeException("iterations must be a whole number of 1 to 64");
        }
        return new Challenge(
                seed.longValue(),
                profile(root.path("profile")).withPasses(iterations.intValue()),
                ciphertexts(root.path("ciphertext")));
    }

    private JsonNode parsed(byte[] body) {
        try {
            JsonNode root = json.readTree(body);
            if (root == null || !root.isObject()) {
                throw new InvalidChallengeException("the body must be a JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new InvalidChallengeException("the body is not JSON");
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private Profile profile(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return byDefault;
        }
        if (node.isTextual()) {
            return Profile.named(node.asText())
                    .orElseThrow(() -> new InvalidChallengeException("there is no profile " + node.asText()));
        }
        return new Profile(
                "custom",
                node.path("n").asInt(),
                node.path("t").asInt(),
                1,
                node.path("gs").asInt(256),
                node.path("rows").asLong(0),
                node.path("pct").asInt(0),
                BOXES_UNUSED_BY_PROVER);
    }

    private static Map<String, String> ciphertexts(@Nullable JsonNode node) {
        if (node == null || !node.isObject() || node.isEmpty() || node.size() > MAX_GPUS) {
            throw new InvalidChallengeException("ciphertext must name 1 to " + MAX_GPUS + " GPUs by uuid");
        }
        Map<String, String> ciphertexts = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw new InvalidChallengeException("every ciphertext must be base64 text");
            }
            ciphertexts.put(entry.getKey(), entry.getValue().asText());
        });
        return ciphertexts;
    }
}
