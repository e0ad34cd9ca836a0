package dev.rigger.workers.events;

import dev.rigger.inventory.InboxEvent;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Set;

/** Events that the platform sends and nobody of ours acts on yet: rolling updates. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
final class UnservedEvents implements EventHandler {

    @Override
    public Set<String> reasons() {
        return Set.of("rolling_update");
    }

    @Override
    public Delivery handle(InboxEvent event, EventData data) {
        return new Delivery.Parked("nothing of ours serves " + event.reason() + " yet");
    }
}
