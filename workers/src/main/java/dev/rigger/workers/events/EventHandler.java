package dev.rigger.workers.events;

import dev.rigger.inventory.InboxEvent;
import java.util.Set;

/** Tells the owners of what an event is about. Called again after a failure, so twice must be once. */
interface EventHandler {

    /** The validator's names of the events it handles. */
    Set<String> reasons();

    /** How many events of its kind are handled at a time. */
    default int sideBySide() {
        return 64;
    }

    /** Throws {@link BadEvent} for an event that can never be delivered. */
    Delivery handle(InboxEvent event, EventData data);
}
