package dev.rigger.devnet.validator.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.WireJson;
import org.jspecify.annotations.Nullable;

/** An order's fields, each refused with 422 where it is not what its name says. */
record OrderFields(ObjectNode json) {
    boolean has(String field) {
        return json.hasNonNull(field);
    }

    <T> T as(Class<T> type) {
        try {
            return WireJson.MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw wrong("The order cannot be read: " + e.getOriginalMessage(), "Correct the field that is named.");
        }
    }

    String text(String field) {
        JsonNode value = json.path(field);
        if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
            throw wrong(field + " is no text.", "Give it as text.");
        }
        return value.asText();
    }

    String text(String field, String otherwise) {
        return has(field) ? text(field) : otherwise;
    }

    /** False where nobody says. */
    boolean flag(String field) {
        JsonNode value = json.path(field);
        if (has(field) && !value.isBoolean()) {
            throw wrong(field + " is neither true nor false: " + value + ".", "Give true or false.");
        }
        return value.asBoolean();
    }

    @Nullable
    Long numberOrNull(String field) {
        if (!has(field)) {
            return null;
        }
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 0) {
            throw wrong(field + " is no number of things: " + value + ".", "Give a whole number from 0.");
        }
        return value.asLong();
    }

    @Nullable
    Double shareOrNull(String field) {
        if (!has(field)) {
            return null;
        }
        JsonNode value = json.path(field);
        if (!value.isNumber() || value.asDouble() < 0 || value.asDouble() > 10) {
            throw wrong(
                    field + " is no share: " + value + ".",
                    "Give 0 for nobody, 1 for every copy busy, more for users who are turned away.");
        }
        return value.asDouble();
    }

    JsonNode objectOrEmpty(String field) {
        JsonNode value = has(field) ? json.path(field) : WireJson.MAPPER.createObjectNode();
        if (!value.isObject()) {
            throw wrong(field + " is no object.", "Give it as an object.");
        }
        return value;
    }

    private static Refusal wrong(String what, String next) {
        return new Refusal(422, "ORDER_FIELD_WRONG", what, next);
    }
}
