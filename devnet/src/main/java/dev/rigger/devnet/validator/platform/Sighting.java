package dev.rigger.devnet.validator.platform;

import java.time.Instant;

/** That a GPU was announced by a miner. */
public record Sighting(String hotkey, Instant at) {}
