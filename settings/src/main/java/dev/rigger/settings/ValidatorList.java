package dev.rigger.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The JSON of {@code VALIDATORS}; only {@code supported} is read, the rest belongs to older miners. */
final class ValidatorList {
    static final String RULE = "it must be JSON such as {\"supported\":[{\"hotkey\":\"5D…\",\"registry\":\"host\","
            + "\"api\":\"https://…\",\"socket\":\"wss://…\"}]} with at least one entry, all four fields in each and no"
            + " hotkey twice";

    private ValidatorList() {}

    /** Empty when the text breaks {@link #RULE}. */
    static Optional<List<ValidatorEndpoint>> parse(String json) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
        List<ValidatorEndpoint> endpoints = new ArrayList<>();
        for (JsonNode entry : root.path("supported")) {
            Optional<ValidatorEndpoint> endpoint = endpoint(entry);
            if (endpoint.isEmpty()) {
                return Optional.empty();
            }
            endpoints.add(endpoint.get());
        }
        long different =
                endpoints.stream().map(ValidatorEndpoint::hotkey).distinct().count();
        return endpoints.isEmpty() || different < endpoints.size() ? Optional.empty() : Optional.of(endpoints);
    }

    private static Optional<ValidatorEndpoint> endpoint(JsonNode entry) {
        String hotkey = entry.path("hotkey").asText("");
        String registry = entry.path("registry").asText("");
        Optional<URI> api = url(entry.path("api").asText(""), Set.of("http", "https"));
        Optional<URI> socket = url(entry.path("socket").asText(""), Set.of("ws", "wss", "http", "https"));
        boolean complete = Addresses.valid(hotkey) && !registry.isEmpty() && api.isPresent() && socket.isPresent();
        return complete
                ? Optional.of(new ValidatorEndpoint(hotkey, registry, api.get(), socket.get()))
                : Optional.empty();
    }

    private static Optional<URI> url(String text, Set<String> schemes) {
        try {
            URI url = new URI(text);
            boolean good = url.getScheme() != null && schemes.contains(url.getScheme()) && url.getHost() != null;
            return good ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException notAUrl) {
            return Optional.empty();
        }
    }
}
