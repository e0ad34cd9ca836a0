package dev.rigger.devnet.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.faults.Faults;
import dev.rigger.devnet.cluster.faults.Incidents;
import dev.rigger.devnet.cluster.kubelet.Death;
import dev.rigger.devnet.cluster.kubelet.Kubelet;
import dev.rigger.devnet.cluster.store.ApiRefusal;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** The devnet's own routes: what is at fault, and what went wrong. They are never hit by API faults themselves. */
final class DevnetRoutes {
    private final ObjectMapper json = new ObjectMapper();
    private final Faults faults;
    private final Incidents incidents;
    private final Kubelet kubelet;

    DevnetRoutes(Faults faults, Incidents incidents, Kubelet kubelet) {
        this.faults = faults;
        this.incidents = incidents;
        this.kubelet = kubelet;
    }

    void serve(Exchange exchange) throws IOException {
        switch (exchange.method() + " " + exchange.path()) {
            case "GET /devnet/cluster/faults" -> exchange.answer(200, json.valueToTree(faults.summary()));
            case "POST /devnet/cluster/faults" -> {
                inject(exchange.body());
                exchange.answer(200, json.valueToTree(faults.summary()));
            }
            case "GET /devnet/cluster/incidents" -> exchange.answer(200, incidents());
            default -> throw new ApiRefusal(404, "NotFound", "no such devnet route: " + exchange.path());
        }
    }

    /** {@code {"fault":…, "on":true|false, …}}; {@code on} is true unless it is said. */
    private void inject(ObjectNode order) {
        boolean on = order.path("on").asBoolean(true);
        String node = order.path("node").asText();
        switch (order.path("fault").asText()) {
            case "node_dead" -> {
                if (on) {
                    faults.killNode(node);
                } else {
                    faults.reviveNode(node);
                }
            }
            case "pull_failing" -> {
                String image = required(order, "image");
                if (on) {
                    faults.failPulls(image);
                } else {
                    faults.allowPulls(image);
                }
            }
            case "slow_stop" -> faults.slowStops(node, on ? millis(order) : Duration.ZERO);
            case "pod_killed" ->
                kubelet.kill(
                        required(order, "namespace"),
                        required(order, "pod"),
                        order.path("exit_code").asInt(137),
                        death(order));
            case "api_errors" ->
                faults.apiErrors(share(order, on), order.path("status").asInt(503));
            case "api_latency" -> faults.apiLatency(share(order, on), millis(order));
            default ->
                throw new ApiRefusal(
                        400,
                        "BadRequest",
                        "fault is one of node_dead, pull_failing, slow_stop, pod_killed, api_errors, api_latency");
        }
    }

    private ObjectNode incidents() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode all = answer.putArray("incidents");
        incidents
                .all()
                .forEach(i -> all.addObject()
                        .put("at", i.at().toString())
                        .put("code", i.code().name())
                        .put("what", i.what()));
        return answer;
    }

    private static Death death(ObjectNode order) {
        String death = order.path("death").asText(Death.SIGNAL.name()).toUpperCase(Locale.ROOT);
        return Arrays.stream(Death.values())
                .filter(known -> known.name().equals(death))
                .findFirst()
                .orElseThrow(
                        () -> new ApiRefusal(400, "BadRequest", "death is one of signal, out_of_memory, eviction"));
    }

    private static double share(JsonNode order, boolean on) {
        return on ? order.path("share").asDouble(1) : 0;
    }

    private static Duration millis(JsonNode order) {
        return Duration.ofMillis(order.path("millis").asLong(1000));
    }

    private static String required(JsonNode order, String field) {
        String value = order.path(field).asText("");
        if (value.isEmpty()) {
            throw new ApiRefusal(400, "BadRequest", "this fault needs " + field);
        }
        return value;
    }
}
