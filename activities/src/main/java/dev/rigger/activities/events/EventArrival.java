package dev.rigger.activities.events;

import dev.rigger.inventory.InboxEvent;

/**
 * Told of an event right after its row was committed, so that nobody has to poll for it. A hint: an event that is lost
 * here is found in the inbox.
 */
@FunctionalInterface
public interface EventArrival {

    /** Returns at once; never throws. */
    void arrived(InboxEvent event);
}
