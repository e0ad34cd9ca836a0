package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A list that shrank more than lists do, and how long it has been saying so: table {@code list_doubts}. */
@MappedEntity("list_doubts")
public record ListDoubt(@Id String source, String validator, Instant since, int looks, int count) {}
