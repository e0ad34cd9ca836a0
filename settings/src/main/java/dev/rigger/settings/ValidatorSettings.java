package dev.rigger.settings;

import java.time.Duration;
import java.util.List;

/**
 * @param supported {@code VALIDATORS}, in its order
 * @param requestTimeout of one HTTP call
 * @param requestsPerSecond token bucket, per validator
 * @param burst size of the bucket
 */
public record ValidatorSettings(
        List<ValidatorEndpoint> supported,
        Duration connectTimeout,
        Duration requestTimeout,
        int requestsPerSecond,
        int burst,
        Duration circuitOpen) {
    /** The endpoint of that hotkey; an unknown hotkey is an error of the caller's. */
    public ValidatorEndpoint of(String hotkey) {
        return supported.stream()
                .filter(v -> v.hotkey().equals(hotkey))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("VALIDATORS has no entry for hotkey " + hotkey));
    }
}
