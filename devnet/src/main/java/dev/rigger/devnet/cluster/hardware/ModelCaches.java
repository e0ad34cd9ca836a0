package dev.rigger.devnet.cluster.hardware;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The model cache of each server: what a chute once downloaded stays until it is cleaned. */
public final class ModelCaches {
    private final Map<String, Map<String, Entry>> byNode = new HashMap<>();

    public record Entry(String chuteId, long bytes, Instant lastRead) {}

    /** Adds the entry, or reads it again. */
    public synchronized void read(String node, Entry entry) {
        byNode.computeIfAbsent(node, n -> new HashMap<>()).put(entry.chuteId(), entry);
    }

    /** Largest first. */
    public synchronized List<Entry> entries(String node) {
        return byNode.getOrDefault(node, Map.of()).values().stream()
                .sorted(Comparator.comparingLong(Entry::bytes).reversed().thenComparing(Entry::chuteId))
                .toList();
    }

    public synchronized void remove(String node, Predicate<Entry> which) {
        byNode.getOrDefault(node, new HashMap<>()).values().removeIf(which);
    }

    public synchronized JsonNode toJson() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        byNode.forEach((node, entries) -> entries.values()
                .forEach(e -> all.withArray("/" + node)
                        .addObject()
                        .put("chute_id", e.chuteId())
                        .put("bytes", e.bytes())
                        .put("last_read", e.lastRead().toString())));
        return all;
    }

    public synchronized void load(JsonNode all) {
        all.properties()
                .forEach(node -> node.getValue()
                        .forEach(e -> read(
                                node.getKey(),
                                new Entry(
                                        e.path("chute_id").asText(),
                                        e.path("bytes").asLong(),
                                        Instant.parse(e.path("last_read").asText())))));
    }
}
