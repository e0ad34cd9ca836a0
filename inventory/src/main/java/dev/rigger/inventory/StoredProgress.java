package dev.rigger.inventory;

import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A line of progress: table {@code progress}, key (stream, number). */
@MappedEntity("progress")
public record StoredProgress(String stream, int number, String message, String ending, Instant at) {}
