package dev.rigger.workflows.cache;

import java.time.Duration;
import java.util.List;

/**
 * @param maxAge entries not read for longer are removed
 * @param maxSizeBytes beyond it the largest entries go first
 * @param keep chute ids whose caches are in use on that server
 */
public record CachePolicy(
        String cleanupId, String serverName, Duration maxAge, long maxSizeBytes, List<String> keep, Duration timeout) {}
