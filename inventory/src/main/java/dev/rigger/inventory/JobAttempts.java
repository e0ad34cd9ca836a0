package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** Table {@code job_attempts}: a miner may ask for a job once, ever. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface JobAttempts extends GenericRepository<JobAttempt, String> {
    /** Written before asking. False when that job was asked for before, by whichever deployment. */
    default boolean begin(String jobId, String deploymentId, Instant at) {
        return insert(jobId, deploymentId, at) > 0;
    }

    @Query("""
            INSERT INTO job_attempts (job_id, deployment_id, asked_at) VALUES (:jobId, :deploymentId, :at)
            ON CONFLICT (job_id) DO NOTHING""")
    int insert(String jobId, String deploymentId, Instant at);

    /** The deployment that asked for it, or was about to. */
    @Query("SELECT deployment_id FROM job_attempts WHERE job_id = :jobId")
    Optional<String> askedBy(String jobId);

    /** The request never left us. */
    @Query("DELETE FROM job_attempts WHERE job_id = :jobId AND deployment_id = :deploymentId")
    void takeBack(String jobId, String deploymentId);
}
