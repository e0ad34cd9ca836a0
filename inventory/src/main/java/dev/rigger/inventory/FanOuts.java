package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** Table {@code fan_out}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface FanOuts extends GenericRepository<FanOut, String> {
    @Query("SELECT * FROM fan_out WHERE validator = :validator")
    Optional<FanOut> of(String validator);

    @Query("""
            INSERT INTO fan_out (validator, received_at, event_key) VALUES (:validator, :receivedAt, :eventKey)
            ON CONFLICT (validator) DO UPDATE SET received_at = excluded.received_at, event_key = excluded.event_key""")
    void moveTo(String validator, Instant receivedAt, String eventKey);
}
