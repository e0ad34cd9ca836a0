package dev.rigger.devnet.cluster.programs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.hardware.ModelCaches;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The cache cleaner's image: first what was not read for {@code CACHE_MAX_AGE_DAYS}, then the largest until the rest is
 * within {@code CACHE_MAX_SIZE_GB} GiB; never a chute named in {@code CLEANUP_EXCLUDE} (comma-separated). It never fails:
 * what it did is its termination message, as JSON {@code bytes_freed, bytes_left, entries_removed}.
 */
public final class CacheCleanerProgram implements Program {
    private static final long GIB = 1L << 30;

    private final ModelCaches caches;
    private final InstantSource clock;

    public CacheCleanerProgram(ModelCaches caches, InstantSource clock) {
        this.caches = caches;
        this.clock = clock;
    }

    @Override
    public Exit run(Container container) {
        String node = container.nodeName();
        Set<String> keep = Arrays.stream(
                        container.env().getOrDefault("CLEANUP_EXCLUDE", "").split(","))
                .map(id -> id.strip().toLowerCase(Locale.ROOT))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
        Instant oldest = clock.instant().minus(Duration.ofDays(number(container, "CACHE_MAX_AGE_DAYS", 5)));
        long maxBytes = number(container, "CACHE_MAX_SIZE_GB", 500) * GIB;

        List<ModelCaches.Entry> before = caches.entries(node);
        Predicate<ModelCaches.Entry> inUse = e -> keep.contains(e.chuteId().toLowerCase(Locale.ROOT));
        caches.remove(node, e -> !inUse.test(e) && e.lastRead().isBefore(oldest));
        for (ModelCaches.Entry largest : caches.entries(node)) {
            if (bytes(caches.entries(node)) > maxBytes && !inUse.test(largest)) {
                caches.remove(node, largest::equals);
            }
        }
        List<ModelCaches.Entry> after = caches.entries(node);
        ObjectNode report = JsonNodeFactory.instance
                .objectNode()
                .put("bytes_freed", bytes(before) - bytes(after))
                .put("bytes_left", bytes(after))
                .put("entries_removed", before.size() - after.size());
        container.log(report.toString());
        return new Exit(0, report.toString());
    }

    private static long bytes(List<ModelCaches.Entry> entries) {
        return entries.stream().mapToLong(ModelCaches.Entry::bytes).sum();
    }

    private static long number(Container container, String name, long otherwise) {
        String text = container.env().getOrDefault(name, "").strip();
        return text.isEmpty() ? otherwise : Long.parseLong(text);
    }
}
