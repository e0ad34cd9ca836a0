package dev.rigger.workers.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of an event: the {@code data} of a {@code miner_broadcast}, whether stored bare or in its envelope. */
final class EventData {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode data;

    private EventData(JsonNode data) {
        this.data = data;
    }

    static EventData parse(String payload) {
        try {
            JsonNode root = JSON.readTree(payload);
            return new EventData(root.path("data").isObject() ? root.path("data") : root);
        } catch (JsonProcessingException e) {
            throw new BadEvent("the payload is not JSON: " + e.getOriginalMessage());
        }
    }

    String required(String field) {
        return optional(field).orElseThrow(() -> new BadEvent("the field " + field + " is missing"));
    }

    Optional<String> optional(String field) {
        JsonNode value = data.path(field);
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank()
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    long number(String field, long otherwise) {
        return data.path(field).canConvertToLong() ? data.path(field).asLong() : otherwise;
    }

    double fraction(String field, double otherwise) {
        double value = data.path(field).isNumber() ? data.path(field).asDouble() : otherwise;
        return Double.isFinite(value) ? value : otherwise;
    }

    List<String> list(String field) {
        List<String> values = new ArrayList<>();
        data.path(field).forEach(value -> values.add(value.asText()));
        return values;
    }
}
