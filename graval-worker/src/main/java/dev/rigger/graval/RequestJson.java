package dev.rigger.graval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.gpv1.InvalidChallengeException;
import java.io.IOException;

/** Reads JSON that anybody may have written. Whatever is wrong with it is an {@link InvalidChallengeException}. */
final class RequestJson {
    private final ObjectMapper json;

    RequestJson(ObjectMapper json) {
        this.json = json;
    }

    /** The body, a JSON object. */
    JsonNode object(byte[] body) {
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

    static long seed(JsonNode root) {
        JsonNode seed = root.path("seed");
        if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
            throw new InvalidChallengeException("seed must be a whole number of 1 to 2^63-1");
        }
        return seed.longValue();
    }

    /** A field that has to be a whole number; its range is checked by whoever it is for. */
    static int whole(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isInt()) {
            throw new InvalidChallengeException(field + " must be a whole number");
        }
        return value.intValue();
    }

    /** A field that has to be an object with at least one and at most that many members. */
    static JsonNode members(JsonNode object, String field, int most) {
        JsonNode value = object.path(field);
        if (!value.isObject() || value.isEmpty() || value.size() > most) {
            throw new InvalidChallengeException(field + " must name 1 to " + most + " GPUs by uuid");
        }
        return value;
    }

    static String text(JsonNode value, String what) {
        if (!value.isTextual()) {
            throw new InvalidChallengeException(what + " must be text");
        }
        return value.asText();
    }
}
