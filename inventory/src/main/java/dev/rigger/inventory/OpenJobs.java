package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Table {@code open_jobs}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface OpenJobs extends GenericRepository<OpenJob, String> {
    /** Replaces what that validator's list showed before. */
    @Transactional
    default void replace(String validator, List<OpenJob> all) {
        write(Rows.json(all));
        forgetUnseen(validator, Rows.ids(all, OpenJob::jobId));
    }

    @Query("""
            INSERT INTO open_jobs (job_id, validator, chute_id, version, gpu_count, disk_gb, tried, first_seen, seen_at)
            SELECT job_id, validator, chute_id, version, gpu_count, disk_gb, tried, first_seen, seen_at
            FROM jsonb_populate_recordset(CAST(NULL AS open_jobs), CAST(:rows AS jsonb))
            ON CONFLICT (validator, job_id) DO UPDATE SET chute_id = excluded.chute_id,
                version = excluded.version,
                gpu_count = excluded.gpu_count,
                disk_gb = excluded.disk_gb,
                tried = excluded.tried,
                seen_at = excluded.seen_at""")
    void write(String rows);

    @Query("""
            DELETE FROM open_jobs WHERE validator = :validator AND job_id NOT IN (
                SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))""")
    void forgetUnseen(String validator, String ids);

    @Query("SELECT * FROM open_jobs WHERE validator = :validator ORDER BY job_id")
    List<OpenJob> ofValidator(String validator);

    /** Those that no list has shown for long. */
    @Query("DELETE FROM open_jobs WHERE validator = :validator AND seen_at < :before")
    void forgetOlderThan(String validator, Instant before);
}
