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
 * The cache cleaner's image: first what was not read for so many days, then the largest until the rest is within so many
 * GiB; never a chute that is to be kept. Told of these by {@code CACHE_MAX_AGE_DAYS}, {@code CACHE_MAX_SIZE_GB} and
 * {@code CLEANUP_EXCLUDE} (comma-separated), or by the last three arguments of a {@code clean-cache} script. It never
 * fails: what it did is its termination message, as JSON {@code bytes_freed, bytes_left, entries_removed}.
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
        Set<String> keep = Arrays.stream(told(container, 4, "CLEANUP_EXCLUDE").split(","))
                .map(id -> id.strip().toLowerCase(Locale.ROOT))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
        Instant oldest = clock.instant().minus(Duration.ofDays(number(told(container, 2, "CACHE_MAX_AGE_DAYS"), 5)));
        long maxBytes = number(told(container, 3, "CACHE_MAX_SIZE_GB"), 500) * GIB;

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

    /** The script's argument of that number, or else the variable; empty where neither is. */
    private static String told(Container container, int argument, String variable) {
        int at = container.command().indexOf("clean-cache");
        return at >= 0 && at + argument < container.command().size()
                ? container.command().get(at + argument)
                : container.env().getOrDefault(variable, "");
    }

    private static long number(String told, long otherwise) {
        return told.isBlank() ? otherwise : Long.parseLong(told.strip());
    }
}
