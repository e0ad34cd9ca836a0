package dev.rigger.web.events;

import dev.rigger.inventory.InboxEvent;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/** An event that could not be delivered, and why; its payload stays in the database. */
@Serdeable(naming = SnakeCaseStrategy.class)
record ParkedEvent(
        String eventKey,
        String validator,
        String reason,
        String subject,
        String receivedAt,
        int attempts,
        String because) {
    static ParkedEvent of(InboxEvent event) {
        return new ParkedEvent(
                event.eventKey(),
                event.validator(),
                event.reason(),
                event.subject(),
                event.receivedAt().toString(),
                event.attempts(),
                String.valueOf(event.parkedBecause()));
    }
}
