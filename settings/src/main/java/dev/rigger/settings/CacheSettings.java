package dev.rigger.settings;

import java.time.Duration;
import java.util.Map;

/**
 * @param maxAge {@code CACHE_MAX_AGE_DAYS}
 * @param maxSizeGib {@code CACHE_MAX_SIZE_GB}, which counts GiB
 * @param overridesGib {@code CACHE_OVERRIDES}: GiB by node name
 * @param every how often each server is cleaned
 */
public record CacheSettings(
        Duration maxAge, long maxSizeGib, Map<String, Long> overridesGib, Duration every, String image) {
    public long maxSizeGib(String nodeName) {
        return overridesGib.getOrDefault(nodeName, maxSizeGib);
    }
}
