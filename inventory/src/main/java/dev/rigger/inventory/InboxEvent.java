package dev.rigger.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One event of the validator's: table {@code event_inbox}. {@code eventKey} is unique; {@code payload} is the JSON as received; {@code parkedBecause} tells why it could not be delivered. */
public record InboxEvent(
        String eventKey,
        String validator,
        String reason,
        String subject,
        String payload,
        Instant receivedAt,
        @Nullable Instant dispatchedAt,
        int attempts,
        @Nullable String parkedBecause) {}
