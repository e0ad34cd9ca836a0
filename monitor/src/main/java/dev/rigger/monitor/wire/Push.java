package dev.rigger.monitor.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bodies of pushes: everything, one change, or a heartbeat. Reading throws {@link Malformed}. */
public final class Push {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TYPES = Set.of("ADDED", "MODIFIED", "TERMINATING", "DELETED");

    private Push() {}

    /** A body that is not what its route takes; the message repeats nothing of it. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** @param type one of ADDED, MODIFIED, TERMINATING (still there, and going), DELETED */
    public record Change(String type, ResourceType resource, ObjectNode object) {}

    /** {@code {"resources":{"pods":[…],…}}}; lists that are not there are empty, items need no kind. */
    public static Map<ResourceType, List<ObjectNode>> everything(byte[] body) throws Malformed {
        JsonNode resources = object(body).path("resources");
        if (!resources.isObject()) {
            throw new Malformed("resources is missing");
        }
        Map<ResourceType, List<ObjectNode>> all = new EnumMap<>(ResourceType.class);
        for (ResourceType type : ResourceType.values()) {
            List<ObjectNode> items = new ArrayList<>();
            for (JsonNode item : resources.path(type.plural())) {
                items.add(Slimmed.of(named(item)));
            }
            all.put(type, items);
        }
        return all;
    }

    /** {@code {"event":{"type":…,"object":{"kind":…}}}}. */
    public static Change change(byte[] body) throws Malformed {
        JsonNode event = object(body).path("event");
        String type = event.path("type").asText("");
        if (!TYPES.contains(type)) {
            throw new Malformed(
                    "event.type is none of " + TYPES.stream().sorted().toList());
        }
        ObjectNode object = named(event.path("object"));
        ResourceType resource = ResourceType.ofKind(object.path("kind").asText(""))
                .orElseThrow(() -> new Malformed("event.object.kind is no kind that is kept here"));
        return new Change(type, resource, Slimmed.of(object));
    }

    /** {@code {"state":…,"timestamp":…}}; the time is not read, because clocks differ. */
    public static ClusterState heartbeat(byte[] body) throws Malformed {
        return ClusterState.of(object(body).path("state").asText(""))
                .orElseThrow(() -> new Malformed("state is none of the states of a cluster"));
    }

    public static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of JSON cannot be written", impossible);
        }
    }

    private static ObjectNode named(JsonNode item) throws Malformed {
        if (item instanceof ObjectNode object
                && !object.path("metadata").path("name").asText("").isEmpty()) {
            return object;
        }
        throw new Malformed("an object has no metadata.name");
    }

    private static JsonNode object(byte[] body) throws Malformed {
        try {
            JsonNode read = JSON.readTree(body);
            if (read instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException notJson) {
            throw new Malformed("the body is not JSON");
        }
        throw new Malformed("the body is not a JSON object");
    }
}
