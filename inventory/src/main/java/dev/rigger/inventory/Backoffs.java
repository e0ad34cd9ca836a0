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

    /** Sets or prolongs; never shortens. */
    @Query("""
            INSERT INTO backoffs AS was (subject, reason, until) VALUES (:subject, :reason, :until)
            ON CONFLICT (subject) DO UPDATE SET reason = excluded.reason, until = excluded.until
            WHERE was.until < excluded.until""")
    void until(String subject, String reason, Instant until);

    /**
     * The subject is full: leaves it alone for {@code base}, twice as long with every time in a row, up to {@code most}.
     * What comes while it is left alone for that reason already is the same time. Answers until when.
     */
    @Transactional
    default Instant lock(String subject, String reason, Instant now, Duration base, Duration most) {
        prolong(subject, reason, now, base.toMillis(), most.toMillis());
        return of(subject).until();
    }

    @Query("""
            INSERT INTO backoffs AS was (subject, reason, until, locks)
            VALUES (:subject, :reason, CAST(:now AS timestamptz) + :base * interval '1 ms', 1)
            ON CONFLICT (subject) DO UPDATE SET reason = excluded.reason, locks = was.locks + 1,
                until = greatest(was.until,
                    CAST(:now AS timestamptz) + least(:most, :base * power(2, least(was.locks, 30))) * interval '1 ms')
            WHERE was.until <= :now OR was.locks = 0""")
    void prolong(String subject, String reason, Instant now, long base, long most);

    @Query("SELECT * FROM backoffs WHERE subject = :subject")
    Backoff of(String subject);

    /** It is not full any more: the next time counts as the first. */
    @Query("UPDATE backoffs SET locks = 0 WHERE subject = :subject AND locks > 0")
    void unlock(String subject);
}
