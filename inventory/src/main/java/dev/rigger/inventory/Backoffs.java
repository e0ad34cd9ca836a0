package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Table {@code backoffs}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Backoffs extends GenericRepository<Backoff, String> {
    @Query("SELECT * FROM backoffs WHERE until > :now ORDER BY until")
    List<Backoff> active(Instant now);

    /** Sets or prolongs, everywhere; never shortens. */
    @Query("""
            INSERT INTO backoffs AS was (subject, reason, until) VALUES (:subject, :reason, :until)
            ON CONFLICT (subject, on_server) DO UPDATE SET reason = excluded.reason, until = excluded.until
            WHERE was.until < excluded.until""")
    void until(String subject, String reason, Instant until);

    /**
     * The subject is full, or failed there: leaves it alone for {@code base}, twice as long with every time in a row, up to
     * {@code most}. What comes while it is left alone for that reason already is the same time. Answers until when.
     */
    @Transactional
    default Instant lock(String subject, String onServer, String reason, Instant now, Duration base, Duration most) {
        prolong(subject, onServer, reason, now, base.toMillis(), most.toMillis());
        return of(subject, onServer).until();
    }

    @Query("""
            INSERT INTO backoffs AS was (subject, on_server, reason, until, locks)
            VALUES (:subject, :onServer, :reason, CAST(:now AS timestamptz) + :base * interval '1 ms', 1)
            ON CONFLICT (subject, on_server) DO UPDATE SET reason = excluded.reason, locks = was.locks + 1,
                until = greatest(was.until,
                    CAST(:now AS timestamptz) + least(:most, :base * power(2, least(was.locks, 30))) * interval '1 ms')
            WHERE was.until <= :now OR was.locks = 0""")
    void prolong(String subject, String onServer, String reason, Instant now, long base, long most);

    @Query("SELECT * FROM backoffs WHERE subject = :subject AND on_server = :onServer")
    Backoff of(String subject, String onServer);

    /** It has room again: the next time counts as the first. */
    @Query("UPDATE backoffs SET locks = 0 WHERE subject = :subject AND on_server = '' AND locks > 0")
    void unlock(String subject);

    /** That deployment serves: the next failure of its chute on its server counts as the first. */
    @Query("""
            UPDATE backoffs b SET locks = 0 FROM deployments d
            WHERE d.deployment_id = :deploymentId AND b.subject = d.chute_id AND b.on_server = d.server_id AND b.locks > 0""")
    void worked(String deploymentId);
}
