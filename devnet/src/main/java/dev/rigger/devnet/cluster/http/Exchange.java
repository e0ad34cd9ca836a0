package dev.rigger.devnet.cluster.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.rigger.devnet.cluster.store.ApiRefusal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its answer, in JSON. */
final class Exchange {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpExchange http;
    private final Map<String, String> query = new HashMap<>();

    Exchange(HttpExchange http) {
        this.http = http;
        String raw = http.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
    }

    String method() {
        return http.getRequestMethod();
    }

    String path() {
        return http.getRequestURI().getPath();
    }

    @Nullable
    String query(String name) {
        return query.get(name);
    }

    String header(String name) {
        String value = http.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** The body as an object; an absent body is an empty object. */
    ObjectNode body() throws IOException {
        byte[] bytes = http.getRequestBody().readAllBytes();
        if (bytes.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new ApiRefusal(400, "BadRequest", "the body is not JSON: " + e.getOriginalMessage());
        }
        throw new ApiRefusal(400, "BadRequest", "the body is not a JSON object");
    }

    void answer(int code, JsonNode body) throws IOException {
        send(code, "application/json", JSON.writeValueAsBytes(body));
    }

    void answerText(String text) throws IOException {
        send(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    void refuse(ApiRefusal refusal) throws IOException {
        answer(refusal.code(), status(refusal));
    }

    /** A refusal as the API's Status object. */
    static ObjectNode status(ApiRefusal refusal) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", refusal.getMessage())
                .put("reason", refusal.reason())
                .put("code", refusal.code());
    }

    /** Begins an answer of unknown length. */
    OutputStream stream() throws IOException {
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.sendResponseHeaders(200, 0);
        return http.getResponseBody();
    }

    static byte[] line(JsonNode event) throws IOException {
        return (JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void send(int code, String type, byte[] bytes) throws IOException {
        // A connection whose request was not read to its end is closed instead of being used again.
        http.getRequestBody().readAllBytes();
        http.getResponseHeaders().set("Content-Type", type);
        http.sendResponseHeaders(code, bytes.length);
        try (OutputStream out = http.getResponseBody()) {
            out.write(bytes);
        }
    }
}
