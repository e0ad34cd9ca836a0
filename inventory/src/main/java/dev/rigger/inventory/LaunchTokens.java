package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code launch_tokens}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface LaunchTokens extends GenericRepository<LaunchTokenRecord, String> {
    @Query("SELECT * FROM launch_tokens WHERE deployment_id = :deploymentId")
    Optional<LaunchTokenRecord> of(String deploymentId);

    /**
     * Keeps the token, unless one is kept that lives beyond {@code needed}, because a pod may have that one already; answers
     * the one that is kept then.
     *
     * @param life of a token that does not say when it ends
     */
    @Transactional
    default LaunchTokenRecord keep(LaunchTokenRecord token, Duration life, Instant needed) {
        write(
                token.deploymentId(),
                token.configId(),
                token.tokenEncrypted(),
                token.askedAt(),
                token.expiresAt(),
                life.toMillis(),
                needed);
        return of(token.deploymentId()).orElseThrow();
    }

    @Query("""
            INSERT INTO launch_tokens AS was (deployment_id, config_id, token_encrypted, asked_at, expires_at)
            VALUES (:deploymentId, :configId, :tokenEncrypted, :askedAt, :expiresAt)
            ON CONFLICT (deployment_id) DO UPDATE SET config_id = excluded.config_id,
                token_encrypted = excluded.token_encrypted, asked_at = excluded.asked_at,
                expires_at = excluded.expires_at
            WHERE coalesce(was.expires_at, was.asked_at + :life * interval '1 ms') <= CAST(:needed AS timestamptz)""")
    void write(
            String deploymentId,
            String configId,
            byte[] tokenEncrypted,
            Instant askedAt,
            @Nullable Instant expiresAt,
            long life,
            Instant needed);
}
