package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** Table {@code event_inbox}: one row an event key. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Inbox extends GenericRepository<InboxEvent, String> {
    /** Answers false when the key is known already. */
    default boolean put(InboxEvent event) {
        return insert(
                        event.eventKey(),
                        event.validator(),
                        event.reason(),
                        event.subject(),
                        event.payload(),
                        event.receivedAt())
                > 0;
    }

    /** Rows written: none when the key is known already. */
    @Query("""
            INSERT INTO event_inbox (event_key, validator, reason, subject, payload, received_at)
            VALUES (:eventKey, :validator, :reason, :subject, :payload, :receivedAt)
            ON CONFLICT (event_key) DO NOTHING""")
    int insert(String eventKey, String validator, String reason, String subject, String payload, Instant receivedAt);

    /** The oldest undelivered, not parked, at most {@code limit}; subjects' order kept. */
    @Query("""
            SELECT * FROM event_inbox WHERE dispatched_at IS NULL AND parked_because IS NULL
                AND received_at < :receivedBefore
            ORDER BY received_at, event_key LIMIT :limit""")
    List<InboxEvent> undelivered(Instant receivedBefore, int limit);

    @Query("UPDATE event_inbox SET dispatched_at = :at, attempts = attempts + 1 WHERE event_key = :eventKey")
    void delivered(String eventKey, Instant at);

    @Query("UPDATE event_inbox SET attempts = attempts + 1 WHERE event_key = :eventKey")
    void attempted(String eventKey);

    @Query("UPDATE event_inbox SET parked_because = :because WHERE event_key = :eventKey")
    void parked(String eventKey, String because);

    @Query("DELETE FROM event_inbox WHERE dispatched_at < :before")
    int deleteDeliveredBefore(Instant before);

    @Query("SELECT count(*) FROM event_inbox WHERE dispatched_at IS NULL AND parked_because IS NULL")
    long countUndelivered();
}
