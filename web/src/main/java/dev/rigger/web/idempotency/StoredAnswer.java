package dev.rigger.web.idempotency;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/**
 * What a write with a key was answered: table {@code idempotent_answers}.
 *
 * @param fingerprint of method, path and body, so that a key used for something else is noticed
 * @param answer what the write came to, in the writer's own words
 */
@MappedEntity("idempotent_answers")
public record StoredAnswer(@Id String idempotencyKey, String fingerprint, String answer, Instant answeredAt) {}
