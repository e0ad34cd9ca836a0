package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Table {@code open_jobs}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface OpenJobs extends GenericRepository<OpenJob, String> {
    /**
     * Writes what that validator's list shows, and forgets what it does not show and nobody told of since. What a
     * deployment of ours has, or is about to, stays.
     *
     * @param before what was seen since then may be newer than the list
     */
    @Transactional
    default void replace(String validator, List<OpenJob> all, Instant before) {
        write(Rows.json(all));
        forgetUnseen(validator, Rows.ids(all, OpenJob::jobId), before);
    }

    /** One that an event tells of. What it does not say stays as it was. */
    default void announce(OpenJob job) {
        write(Rows.json(List.of(job)));
    }

    @Query("""
            INSERT INTO open_jobs AS was (job_id, validator, chute_id, version, gpu_count, disk_gb, tried, first_seen,
                seen_at, method, multiplier)
            SELECT job_id, validator, chute_id, version, gpu_count, disk_gb, tried, first_seen, seen_at, method, multiplier
            FROM jsonb_populate_recordset(CAST(NULL AS open_jobs), CAST(:rows AS jsonb))
            ON CONFLICT (validator, job_id) DO UPDATE SET chute_id = excluded.chute_id,
                version = coalesce(excluded.version, was.version),
                gpu_count = excluded.gpu_count,
                disk_gb = CASE WHEN excluded.disk_gb > 0 THEN excluded.disk_gb ELSE was.disk_gb END,
                tried = was.tried OR excluded.tried,
                seen_at = excluded.seen_at,
                method = coalesce(excluded.method, was.method),
                multiplier = coalesce(excluded.multiplier, was.multiplier)""")
    void write(String rows);

    @Query("""
            DELETE FROM open_jobs j WHERE validator = :validator AND seen_at < :before AND job_id NOT IN (
                SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))
                AND NOT EXISTS (SELECT 1 FROM deployments d WHERE d.job_id = j.job_id)
                AND NOT EXISTS (SELECT 1 FROM planned_launches p WHERE p.job_id = j.job_id AND p.status = 'OPEN')""")
    void forgetUnseen(String validator, String ids, Instant before);

    @Query("SELECT * FROM open_jobs WHERE validator = :validator ORDER BY job_id")
    List<OpenJob> ofValidator(String validator);

    /** Those that we may ask for: neither tried nor given to a deployment of ours. The oldest first. */
    @Query("""
            SELECT * FROM open_jobs j WHERE validator = :validator AND NOT tried
                AND NOT EXISTS (SELECT 1 FROM job_attempts a WHERE a.job_id = j.job_id)
                AND NOT EXISTS (SELECT 1 FROM deployments d WHERE d.job_id = j.job_id)
            ORDER BY first_seen, job_id""")
    List<OpenJob> offered(String validator);

    @Query("SELECT * FROM open_jobs WHERE validator = :validator AND job_id = :jobId")
    Optional<OpenJob> of(String validator, String jobId);

    /** Nobody is to run it any more. What a deployment of ours has stays until that is over. */
    @Query("""
            DELETE FROM open_jobs j WHERE validator = :validator AND job_id = :jobId
                AND NOT EXISTS (SELECT 1 FROM deployments d WHERE d.job_id = j.job_id)""")
    void withdraw(String validator, String jobId);

    /** Those that no list has shown for long. */
    default void forgetOlderThan(String validator, Instant before) {
        forgetUnseen(validator, "[]", before);
    }
}
