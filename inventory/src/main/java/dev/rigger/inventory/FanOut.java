package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** The last event of a validator that was published: table {@code fan_out}. */
@MappedEntity("fan_out")
public record FanOut(@Id String validator, Instant receivedAt, String eventKey) {}
