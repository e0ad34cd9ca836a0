package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One event of the validator's: table {@code event_inbox}. {@code eventKey} is unique; {@code payload} is the JSON as received; {@code parkedBecause} tells why it could not be delivered. */
@MappedEntity("event_inbox")
public record InboxEvent(
        @Id String eventKey,
        String validator,
        String reason,
        String subject,
        String payload,
        Instant receivedAt,
        @Nullable Instant dispatchedAt,
        int attempts,
        @Nullable String parkedBecause) {}
