package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** Table {@code event_inbox}, read in the order of arrival, whatever became of its events. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface InboxTail extends GenericRepository<InboxEvent, String> {
    /** A validator's events behind that one, the oldest first. */
    @Query("""
            SELECT * FROM event_inbox WHERE validator = :validator AND (received_at, event_key) > (:after, :afterKey)
            ORDER BY received_at, event_key LIMIT :limit""")
    List<InboxEvent> after(String validator, Instant after, String afterKey, int limit);
}
