package dev.rigger.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** {@code CACHE_OVERRIDES}: a JSON object of GiB by node name; charts write the numbers as text, which counts too. */
final class CacheOverrides {
    private static final String KEY = "CACHE_OVERRIDES";
    private static final String RULE = "it must be a JSON object of GiB by node name, such as {\"gpu-07\":800}";

    private CacheOverrides() {}

    static Map<String, Long> read(Environment env) {
        try {
            JsonNode root = new ObjectMapper().readTree(env.text(KEY, "{}"));
            Map<String, Long> overrides = new TreeMap<>();
            boolean good = root.isObject();
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                long gib = entry.getValue().asLong(-1);
                good &= gib >= 0;
                overrides.put(entry.getKey(), gib);
            }
            if (good) {
                return Map.copyOf(overrides);
            }
        } catch (JsonProcessingException notJson) {
            // Told below: the parser's words would add nothing to the rule.
        }
        env.wrong(KEY, RULE);
        return Map.of();
    }
}
