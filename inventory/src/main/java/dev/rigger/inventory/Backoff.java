package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/**
 * Not before {@code until}: table {@code backoffs}.
 *
 * @param subject a chute or a server id
 * @param onServer id of the server where the chute alone is left alone; empty for everywhere
 */
@MappedEntity("backoffs")
public record Backoff(@Id String subject, String onServer, String reason, Instant until) {
    public static final String EVERYWHERE = "";
}
