package dev.rigger.inventory;

import java.time.Instant;
import java.util.List;

/** Table {@code event_inbox}: one row an event key. */
public interface Inbox {
    /** Answers false when the key is known already. */
    boolean put(InboxEvent event);

    /** The oldest undelivered, not parked, at most {@code limit}; subjects' order kept. */
    List<InboxEvent> undelivered(Instant receivedBefore, int limit);

    void delivered(String eventKey, Instant at);

    void attempted(String eventKey);

    void parked(String eventKey, String because);

    int deleteDeliveredBefore(Instant before);

    long countUndelivered();
}
