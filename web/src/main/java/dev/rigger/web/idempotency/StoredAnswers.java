package dev.rigger.web.idempotency;

import dev.rigger.web.answers.WebRole;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** Table {@code idempotent_answers}. */
@WebRole
@JdbcRepository(dialect = Dialect.POSTGRES)
interface StoredAnswers extends GenericRepository<StoredAnswer, String> {
    Optional<StoredAnswer> findByIdempotencyKey(String idempotencyKey);

    /** The first answer stays. */
    @Query("""
            INSERT INTO idempotent_answers (idempotency_key, fingerprint, answer, answered_at)
            VALUES (:idempotencyKey, :fingerprint, :answer, :answeredAt)
            ON CONFLICT (idempotency_key) DO NOTHING""")
    void keep(String idempotencyKey, String fingerprint, String answer, Instant answeredAt);

    void deleteByAnsweredAtBefore(Instant before);
}
