package dev.rigger.settings;

import java.util.List;

/**
 * @param supported {@code VALIDATORS}, in its order
 * @param calls how they are called
 * @param profile {@code VALIDATOR_PROFILE}: how they speak
 */
public record ValidatorSettings(List<ValidatorEndpoint> supported, ValidatorCalls calls, ProtocolProfile profile) {
    /** The endpoint of that hotkey; an unknown hotkey is an error of the caller's. */
    public ValidatorEndpoint of(String hotkey) {
        return supported.stream()
                .filter(v -> v.hotkey().equals(hotkey))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("VALIDATORS has no entry for hotkey " + hotkey));
    }
}
