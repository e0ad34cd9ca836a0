package dev.rigger.graval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.OpenRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the bodies of {@code POST /audit}, {@code /open} and {@code /release}. Whatever is wrong with them is an
 * {@link InvalidChallengeException}.
 */
final class HeldWorkRequests {
    private static final int MAX_GPUS = 16;
    /** Of one answer: at about 9 KB each, what a validator can take in one piece. */
    private static final int MAX_OPENINGS = 4_096;

    private final RequestJson json;

    HeldWorkRequests(RequestJson json) {
        this.json = json;
    }

    AuditRequest audit(byte[] body) {
        JsonNode root = json.object(body);
        Map<String, String> nonces = new LinkedHashMap<>();
        RequestJson.members(root, "nonce", MAX_GPUS)
                .properties()
                .forEach(entry -> nonces.put(entry.getKey(), RequestJson.text(entry.getValue(), "every nonce")));
        return new AuditRequest(
                RequestJson.seed(root), RequestJson.whole(root, "audit"), RequestJson.whole(root, "steps"), nonces);
    }

    OpenRequest open(byte[] body) {
        JsonNode root = json.object(body);
        Map<String, List<OpenRequest.Rows>> asked = new LinkedHashMap<>();
        RequestJson.members(root, "open", MAX_GPUS).properties().forEach(entry -> {
            List<OpenRequest.Rows> questions = new ArrayList<>();
            array(entry.getValue(), "what is asked of a GPU").forEach(question -> questions.add(question(question)));
            asked.put(entry.getKey(), questions);
        });
        long openings = asked.values().stream()
                .flatMap(List::stream)
                .mapToLong(question -> question.rows().size())
                .sum();
        if (openings > MAX_OPENINGS) {
            throw new InvalidChallengeException(
                    "more than " + MAX_OPENINGS + " rows in one request; ask for one GPU at a time");
        }
        return new OpenRequest(RequestJson.seed(root), asked);
    }

    /** The seed of the challenge whose work is no longer needed. */
    long release(byte[] body) {
        return RequestJson.seed(json.object(body));
    }

    private static OpenRequest.Rows question(JsonNode node) {
        List<Long> rows = new ArrayList<>();
        for (JsonNode row : array(node.path("rows"), "rows")) {
            if (!row.isIntegralNumber() || !row.canConvertToLong()) {
                throw new InvalidChallengeException("every row must be a whole number");
            }
            rows.add(row.longValue());
        }
        return new OpenRequest.Rows(RequestJson.whole(node, "audit"), RequestJson.whole(node, "step"), rows);
    }

    private static JsonNode array(JsonNode node, String what) {
        if (!node.isArray() || node.size() > MAX_OPENINGS) {
            throw new InvalidChallengeException(what + " must be a list of at most " + MAX_OPENINGS);
        }
        return node;
    }
}
