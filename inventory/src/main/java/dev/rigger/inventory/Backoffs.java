package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** Table {@code backoffs}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Backoffs extends GenericRepository<Backoff, String> {
    @Query("SELECT * FROM backoffs WHERE until > :now ORDER BY until")
    List<Backoff> active(Instant now);

    /** Sets or prolongs; never shortens. */
    @Query("""
            INSERT INTO backoffs AS was (subject, reason, until) VALUES (:subject, :reason, :until)
            ON CONFLICT (subject) DO UPDATE SET reason = excluded.reason, until = excluded.until
            WHERE was.until < excluded.until""")
    void until(String subject, String reason, Instant until);
}
