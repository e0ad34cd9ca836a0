package dev.rigger.settings;

import java.net.URI;

/** One entry of {@code VALIDATORS}. */
public record ValidatorEndpoint(String hotkey, String registry, URI api, URI socket) {}
