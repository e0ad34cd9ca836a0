package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** Not before {@code until}: table {@code backoffs}. {@code subject} is a chute or a server id. */
@MappedEntity("backoffs")
public record Backoff(@Id String subject, String reason, Instant until) {}
