package dev.rigger.devnet.validator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param headers by lower-case name, the first value of each
 * @param variables what the route's pattern caught
 */
public record Call(
        String method,
        String path,
        String rawQuery,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        Map<String, String> variables,
        String clientAddress) {
    Call with(Map<String, String> caught) {
        return new Call(method, path, rawQuery, query, headers, body, caught, clientAddress);
    }

    public String variable(String name) {
        return Optional.ofNullable(variables.get(name))
                .orElseThrow(() -> new IllegalStateException("No {" + name + "} in the route of " + path));
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body as a value of that type; refuses with 422 what is not JSON of that shape. */
    public <T> T json(Class<T> type) {
        try {
            T value = WireJson.MAPPER.readValue(body, type);
            if (value == null) {
                throw new Refusal(422, "The body is empty.");
            }
            return value;
        } catch (IOException e) {
            throw new Refusal(422, "The body cannot be read: " + e.getMessage());
        }
    }

    public JsonNode json() {
        return json(JsonNode.class);
    }

    static Map<String, String> parseQuery(String raw) {
        Map<String, String> parsed = new HashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parsed.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parsed;
    }

    static String decode(String encoded) {
        return URLDecoder.decode(encoded, UTF_8);
    }
}
