package dev.rigger.inventory;

import java.time.Instant;

/** A line of progress: table {@code progress}, key (stream, number). */
public record StoredProgress(String stream, int number, String message, String ending, Instant at) {}
