package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** Table {@code launch_tokens}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface LaunchTokens extends GenericRepository<LaunchTokenRecord, String> {
    @Query("SELECT * FROM launch_tokens WHERE deployment_id = :deploymentId")
    Optional<LaunchTokenRecord> of(String deploymentId);

    @Query("""
            INSERT INTO launch_tokens (deployment_id, config_id, token_encrypted, asked_at, expires_at)
            VALUES (:deploymentId, :configId, :tokenEncrypted, :askedAt, :expiresAt)
            ON CONFLICT (deployment_id) DO UPDATE SET config_id = excluded.config_id,
                token_encrypted = excluded.token_encrypted, asked_at = excluded.asked_at,
                expires_at = excluded.expires_at""")
    void save(LaunchTokenRecord token);
}
