package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Table {@code bounty_outcomes}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface BountyOutcomes extends GenericRepository<StoredBountyOutcome, String> {
    /** Once an announcement: {@code eventKey} is that of the last one. */
    @Query("""
            INSERT INTO bounty_outcomes (event_key, validator, chute_id, amount, boost, result, deployment_id, why, at)
            VALUES (:eventKey, :validator, :chuteId, :amount, :boost, :result, :deploymentId, :why, :at)
            ON CONFLICT (event_key) DO NOTHING""")
    void save(
            String eventKey,
            String validator,
            String chuteId,
            long amount,
            double boost,
            String result,
            @Nullable String deploymentId,
            String why,
            Instant at);
}
