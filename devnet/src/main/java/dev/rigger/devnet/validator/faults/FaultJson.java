package dev.rigger.devnet.validator.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.clock.Span;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.WireJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A fault as operators write it, over HTTP and in scenarios:
 *
 * <pre>{"kinds": ["slow", "status-503"], "prefix": "/miner/", "method": "GET", "share": 0.5, "count": 3,
 *  "for": "10m", "delay": "2s", "keep": 0.1, "retry_after": "5s"}</pre>
 *
 * <p>Only {@code kinds} (or {@code kind} for a single one) is required; a field that is not known is refused.
 */
public final class FaultJson {
    private static final Set<String> FIELDS =
            Set.of("kind", "kinds", "prefix", "method", "share", "count", "for", "delay", "keep", "retry_after");

    private static final Map<String, BiFunction<Fault, JsonNode, Fault>> READERS = Map.of(
            "prefix", (fault, value) -> fault.on(text("prefix", value)),
            "method", (fault, value) -> fault.method(text("method", value)),
            "share", (fault, value) -> fault.share(number("share", value)),
            "count", (fault, value) -> fault.times(whole("count", value)),
            "for", (fault, value) -> fault.lasting(span("for", value)),
            "delay", (fault, value) -> fault.delay(span("delay", value)),
            "keep", (fault, value) -> fault.keeping(number("keep", value)),
            "retry_after", (fault, value) -> fault.retryAfter(span("retry_after", value)));

    private FaultJson() {}

    /** Refuses with 422 and a code what is no fault. */
    public static Fault read(JsonNode json) {
        if (!json.isObject()) {
            throw wrong("A fault is an object.", "Write it as {\"kinds\": [\"status-503\"], \"prefix\": \"/miner/\"}.");
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new Refusal(
                        422,
                        "FAULT_FIELD_UNKNOWN",
                        "A fault has no field " + field.getKey() + ".",
                        "Known are "
                                + String.join(", ", FIELDS.stream().sorted().toList()) + ".");
            }
        }
        List<FaultKind> kinds = new ArrayList<>();
        kinds(json).forEach(name -> kinds.add(kind(name)));
        if (kinds.isEmpty()) {
            throw new Refusal(
                    422,
                    "FAULT_KIND_MISSING",
                    "A fault without a kind does nothing.",
                    "Name at least one in kinds: " + FaultRefusals.allNames() + ".");
        }
        Fault fault = Fault.of(kinds.get(0), kinds.subList(1, kinds.size()).toArray(FaultKind[]::new));
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            BiFunction<Fault, JsonNode, Fault> reader = READERS.get(field.getKey());
            if (reader != null && !field.getValue().isNull()) {
                fault = reader.apply(fault, field.getValue());
            }
        }
        return fault;
    }

    public static ObjectNode write(Fault fault) {
        ObjectNode json = WireJson.MAPPER.createObjectNode();
        var kinds = json.putArray("kinds");
        fault.kinds().forEach(kind -> kinds.add(kind.wireName()));
        json.put("prefix", fault.prefix());
        json.put("method", fault.method());
        json.put("share", fault.share());
        json.put("count", fault.count());
        json.put("for", fault.lasting() == null ? null : Span.format(fault.lasting()));
        json.put("delay", fault.delay() == null ? null : Span.format(fault.delay()));
        json.put("keep", fault.keep());
        json.put("retry_after", Span.format(fault.retryAfter()));
        return json;
    }

    private static List<JsonNode> kinds(JsonNode json) {
        List<JsonNode> names = new ArrayList<>();
        if (json.has("kind")) {
            names.add(json.get("kind"));
        }
        JsonNode several = json.path("kinds");
        if (!several.isMissingNode() && !several.isArray()) {
            throw wrong("kinds is no list.", "Write kinds as a list of names.");
        }
        several.forEach(names::add);
        return names;
    }

    private static FaultKind kind(JsonNode name) {
        return FaultKind.named(name.asText())
                .orElseThrow(() -> new Refusal(
                        422,
                        "FAULT_KIND_UNKNOWN",
                        "There is no fault of kind " + name + ".",
                        "Known are " + FaultRefusals.allNames() + "."));
    }

    private static String text(String field, JsonNode value) {
        if (!value.isTextual()) {
            throw wrong(field + " is no text: " + value + ".", "Write it in quotes.");
        }
        return value.asText();
    }

    private static double number(String field, JsonNode value) {
        if (!value.isNumber()) {
            throw wrong(field + " is no number: " + value + ".", "Write it as in 0.5.");
        }
        return value.asDouble();
    }

    private static int whole(String field, JsonNode value) {
        if (!value.isInt()) {
            throw wrong(field + " is no whole number: " + value + ".", "Write it as in 3.");
        }
        return value.asInt();
    }

    private static Duration span(String field, JsonNode value) {
        return Span.parse(value.asText())
                .orElseThrow(() ->
                        wrong(field + " is no duration: " + value + ".", "Write it as 500ms, 30s, 5m, 1h30m or PT5M."));
    }

    private static Refusal wrong(String what, String next) {
        return new Refusal(422, "FAULT_FIELD_WRONG", what, next);
    }
}
