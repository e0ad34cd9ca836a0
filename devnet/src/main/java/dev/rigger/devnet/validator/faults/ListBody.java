package dev.rigger.devnet.validator.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A list taken out of its reply, and put back changed: event lines, a JSON array, or an object around one array. */
final class ListBody {
    private static final String EVENT = "data: ";

    private final Reply reply;
    private final List<JsonNode> items;
    private final String field;

    private ListBody(Reply reply, List<JsonNode> items, String field) {
        this.reply = reply;
        this.items = items;
        this.field = field;
    }

    static Optional<ListBody> of(Reply reply) {
        return switch (reply.list()) {
            case EVENT_LINES -> Optional.of(new ListBody(reply, events(reply), ""));
            case ARRAY -> Optional.of(new ListBody(reply, elements(json(reply.body())), ""));
            case SINGLE -> around(reply);
        };
    }

    /** An answer that is one object, as a list of it. */
    static Optional<ListBody> ofOne(Reply reply) {
        return reply.status() == 200 && reply.contentType().startsWith("application/json")
                ? Optional.of(new ListBody(reply, List.of(json(reply.body())), ""))
                : Optional.empty();
    }

    Reply withOne(JsonNode changed) {
        return replaced(WireJson.bytes(changed));
    }

    List<JsonNode> items() {
        return items;
    }

    Reply with(List<? extends JsonNode> changed) {
        return switch (reply.list()) {
            case EVENT_LINES -> replaced(Reply.eventLines(changed).body());
            case ARRAY -> replaced(WireJson.bytes(changed));
            case SINGLE ->
                replaced(WireJson.bytes(WireJson.MAPPER.createObjectNode().set(field, array(changed))));
        };
    }

    /** The list that says so; where a list has no way to say so, the empty one. */
    Reply noItems() {
        return reply.list() == Reply.Shape.EVENT_LINES ? replaced(Reply.NO_ITEMS) : with(List.of());
    }

    private Reply replaced(byte[] body) {
        return new Reply(reply.status(), reply.contentType(), body, reply.list());
    }

    private static Optional<ListBody> around(Reply reply) {
        if (reply.status() != 200 || !reply.contentType().startsWith("application/json")) {
            return Optional.empty();
        }
        JsonNode json = json(reply.body());
        if (json.size() != 1 || !json.isObject()) {
            return Optional.empty();
        }
        String name = json.fieldNames().next();
        return json.get(name).isArray()
                ? Optional.of(new ListBody(reply, elements(json.get(name)), name))
                : Optional.empty();
    }

    private static ArrayNode array(List<? extends JsonNode> elements) {
        ArrayNode array = WireJson.MAPPER.createArrayNode();
        elements.forEach(array::add);
        return array;
    }

    private static List<JsonNode> events(Reply reply) {
        List<JsonNode> found = new ArrayList<>();
        new String(reply.body(), UTF_8)
                .lines()
                .filter(line -> line.startsWith(EVENT + "{"))
                .forEach(line -> found.add(json(line.substring(EVENT.length()).getBytes(UTF_8))));
        return found;
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> found = new ArrayList<>();
        array.forEach(found::add);
        return found;
    }

    private static JsonNode json(byte[] body) {
        try {
            return WireJson.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException("An answer of our own is no JSON", e);
        }
    }
}
