package dev.rigger.graval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Reads the body of {@code POST /prove}. Whatever is wrong with it is an {@link InvalidChallengeException}. */
final class ProveRequest {
    private static final int MAX_GPUS = 16;
    private static final int BOXES_UNUSED_BY_PROVER = 16;

    private final RequestJson json;
    private final Supplier<Profile> byDefault;

    /** @param byDefault for validators that name none */
    ProveRequest(RequestJson json, Supplier<Profile> byDefault) {
        this.json = json;
        this.byDefault = byDefault;
    }

    Challenge read(byte[] body) {
        JsonNode root = json.object(body);
        JsonNode scheme = root.path("scheme");
        if (!scheme.isMissingNode() && !scheme.asText().equals("gpv1")) {
            throw new InvalidChallengeException("this host proves by gpv1, not by " + scheme.asText());
        }
        return new Challenge(
                RequestJson.seed(root),
                profile(root.path("profile")).withPasses(RequestJson.whole(root, "iterations")),
                ciphertexts(root));
    }

    private Profile profile(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return byDefault.get();
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

    private static Map<String, String> ciphertexts(JsonNode root) {
        Map<String, String> ciphertexts = new LinkedHashMap<>();
        RequestJson.members(root, "ciphertext", MAX_GPUS)
                .properties()
                .forEach(entry ->
                        ciphertexts.put(entry.getKey(), RequestJson.text(entry.getValue(), "every ciphertext")));
        return ciphertexts;
    }
}
