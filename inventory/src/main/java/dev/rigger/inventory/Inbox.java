package dev.rigger.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Table {@code event_inbox}: one row an event key. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Inbox extends GenericRepository<InboxEvent, String> {
    /** Answers false when the key is known already. */
    default boolean put(InboxEvent event) {
        return !put(List.of(event)).isEmpty();
    }

    /** Writes them all or none; answers the keys that were not known. */
    default Set<String> put(List<InboxEvent> events) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        events.forEach(event -> rows.addObject()
                .put("event_key", event.eventKey())
                .put("validator", event.validator())
                .put("reason", event.reason())
                .put("subject", event.subject())
                .put("payload", event.payload())
                .put("received_at", event.receivedAt().toString()));
        return Set.copyOf(insert(rows.toString()));
    }

    /** A JSON array of rows, written in its order; answers the keys that were not known. */
    @Query("""
            INSERT INTO event_inbox (event_key, validator, reason, subject, payload, received_at)
            SELECT event_key, validator, reason, subject, payload, received_at
            FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS told (event_key text, validator text, reason text,
                subject text, payload text, received_at timestamptz)
            ON CONFLICT (event_key) DO NOTHING RETURNING event_key""")
    List<String> insert(String rows);

    /** The oldest undelivered, not parked, at most {@code limit}; subjects' order kept. */
    default List<InboxEvent> undelivered(Instant receivedBefore, int limit) {
        return undelivered(receivedBefore, Instant.EPOCH, "", limit);
    }

    /** The same, from behind an event on. */
    @Query("""
            SELECT * FROM event_inbox WHERE dispatched_at IS NULL AND parked_because IS NULL
                AND received_at < :receivedBefore AND (received_at, event_key) > (:after, :afterKey)
            ORDER BY received_at, event_key LIMIT :limit""")
    List<InboxEvent> undelivered(Instant receivedBefore, Instant after, String afterKey, int limit);

    /** Keys are joined by commas. */
    @Query("""
            UPDATE event_inbox SET dispatched_at = :at, attempts = attempts + 1
            WHERE event_key = ANY (string_to_array(:eventKeys, ','))""")
    void delivered(String eventKeys, Instant at);

    @Query("UPDATE event_inbox SET attempts = attempts + 1 WHERE event_key = :eventKey")
    void attempted(String eventKey);

    @Query("UPDATE event_inbox SET parked_because = :because WHERE event_key = :eventKey")
    void parked(String eventKey, String because);

    /** A parked event is tried again, from its first attempt; answers how many there were. A reason or key of null is any. */
    @Query("""
            UPDATE event_inbox SET parked_because = NULL, attempts = 0
            WHERE parked_because IS NOT NULL AND (CAST(:reason AS varchar) IS NULL OR reason = :reason)
                AND (CAST(:eventKey AS varchar) IS NULL OR event_key = :eventKey)""")
    int unpark(@Nullable String reason, @Nullable String eventKey);

    /** Those that could not be delivered, the latest first. */
    @Query(
            "SELECT * FROM event_inbox WHERE parked_because IS NOT NULL ORDER BY received_at DESC, event_key LIMIT :limit")
    List<InboxEvent> parkedOnes(int limit);

    @Query("SELECT count(*) FROM event_inbox WHERE parked_because IS NOT NULL")
    long countParked();

    /** When the oldest undelivered event was received. */
    @Query("SELECT min(received_at) FROM event_inbox WHERE dispatched_at IS NULL AND parked_because IS NULL")
    Optional<Instant> oldestUndelivered();

    /** Parked events are kept as long as delivered ones, then they are of no use to anybody. */
    @Query("DELETE FROM event_inbox WHERE parked_because IS NOT NULL AND received_at < :before")
    int deleteParkedBefore(Instant before);

    @Query("DELETE FROM event_inbox WHERE dispatched_at < :before")
    int deleteDeliveredBefore(Instant before);

    @Query("SELECT count(*) FROM event_inbox WHERE dispatched_at IS NULL AND parked_because IS NULL")
    long countUndelivered();
}
