package dev.rigger.devnet.validator.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.wire.Reply;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What a fault does to a right answer's body. Refusals are left as they are. */
final class Spoiling {
    /** A miner that nobody knows. */
    static final String STRANGER = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    private static final Set<String> OWN_NAMES =
            Set.of("instance_id", "config_id", "uuid", "gpu_id", "server_id", "deployment_id");

    private final PastVersions past;
    private final Faults faults;

    Spoiling(PastVersions past, Faults faults) {
        this.past = past;
        this.faults = faults;
    }

    Reply spoil(Fault fault, FaultKind kind, Reply reply) {
        if (reply.status() >= 400) {
            return reply;
        }
        if (kind == FaultKind.GARBAGE) {
            return new Reply(reply.status(), reply.contentType(), garbage(), reply.list());
        }
        Optional<ListBody> list = ListBody.of(reply);
        return list.isEmpty() ? spoilSingle(kind, reply) : spoil(fault, kind, reply, list.get());
    }

    private Reply spoil(Fault fault, FaultKind kind, Reply reply, ListBody list) {
        List<JsonNode> items = list.items();
        return switch (kind) {
            case EMPTY_LIST -> list.with(List.of());
            case NO_ITEMS -> list.noItems();
            case PARTIAL_LIST -> list.with(items.subList(0, (int) Math.floor(items.size() * fault.keep())));
            case DUPLICATE_ITEMS -> items.isEmpty() ? reply : list.with(twice(items));
            case WRONG_HOTKEY -> items.isEmpty() ? reply : list.with(each(items, Spoiling::ofAStranger));
            case OLD_VERSION -> items.isEmpty() ? reply : list.with(each(items, this::older));
            default -> reply;
        };
    }

    /** A definition that was asked for alone can be an old one, too. */
    private Reply spoilSingle(FaultKind kind, Reply reply) {
        return kind != FaultKind.OLD_VERSION
                ? reply
                : ListBody.ofOne(reply)
                        .map(one -> one.withOne(older(one.items().get(0))))
                        .orElse(reply);
    }

    private static List<JsonNode> twice(List<JsonNode> items) {
        List<JsonNode> doubled = new ArrayList<>(items);
        doubled.addAll(items);
        return doubled;
    }

    private static List<JsonNode> each(List<JsonNode> items, UnaryOperator<JsonNode> change) {
        return items.stream().map(change).toList();
    }

    private static JsonNode ofAStranger(JsonNode item) {
        if (!(item instanceof ObjectNode object) || !object.has("miner_hotkey")) {
            return item;
        }
        ObjectNode other = object.deepCopy();
        other.put("miner_hotkey", STRANGER);
        OWN_NAMES.stream()
                .filter(name -> other.path(name).isTextual())
                .forEach(name -> other.put(name, another(other.path(name).asText())));
        return other;
    }

    private static String another(String id) {
        UUID uuid = UUID.nameUUIDFromBytes(("stranger " + id).getBytes(UTF_8));
        return id.contains("-") ? uuid.toString() : uuid.toString().replace("-", "");
    }

    private JsonNode older(JsonNode item) {
        if (!(item instanceof ObjectNode object)
                || !object.has("code")
                || !object.path("chute_id").isTextual()
                || !object.path("version").isTextual()) {
            return item;
        }
        ObjectNode old = object.deepCopy();
        old.put(
                "version",
                past.before(
                        object.path("chute_id").asText(), object.path("version").asText()));
        old.set("updated_at", object.path("created_at"));
        return old;
    }

    private byte[] garbage() {
        return switch (faults.chance(4)) {
            case 0 -> "<html><head><title>502 Bad Gateway</title></head><body></body></html>".getBytes(UTF_8);
            case 1 -> HexFormat.of().parseHex("fffe00010203deadbeef0a0d00ffc0c1f5");
            case 2 -> "data: {\"chute_id\": [[[[\n\ndata: }}\n\n".getBytes(UTF_8);
            default -> "\"a text where an object was expected\"".getBytes(UTF_8);
        };
    }
}
