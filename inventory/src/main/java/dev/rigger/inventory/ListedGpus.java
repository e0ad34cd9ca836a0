package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.transaction.Transactional;
import java.util.List;

/** Table {@code listed_gpus}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ListedGpus extends GenericRepository<ListedGpu, String> {
    /** Replaces what that validator's list showed before; servers get the seeds that it shows. */
    @Transactional
    default void replace(String validator, List<ListedGpu> all) {
        write(Rows.json(all));
        forgetUnseen(validator, Rows.ids(all, ListedGpu::gpuId));
        passOnSeeds(validator);
    }

    @Query("""
            INSERT INTO listed_gpus (gpu_id, validator, server_id, seed, verified_at, error, seen_at)
            SELECT gpu_id, validator, server_id, seed, verified_at, error, seen_at
            FROM jsonb_populate_recordset(CAST(NULL AS listed_gpus), CAST(:rows AS jsonb))
            ON CONFLICT (validator, gpu_id) DO UPDATE SET server_id = excluded.server_id,
                seed = excluded.seed,
                verified_at = excluded.verified_at,
                error = excluded.error,
                seen_at = excluded.seen_at""")
    void write(String rows);

    @Query("""
            DELETE FROM listed_gpus WHERE validator = :validator AND gpu_id NOT IN (
                SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))""")
    void forgetUnseen(String validator, String ids);

    /** All GPUs of a server work from one; where they seem not to, nothing is known. */
    @Query("""
            UPDATE servers SET seed = told.seed FROM (
                SELECT server_id, min(seed) AS seed FROM listed_gpus
                WHERE validator = :validator GROUP BY server_id HAVING count(DISTINCT seed) = 1) told
            WHERE servers.server_id = told.server_id AND servers.validator = :validator
                AND servers.seed IS DISTINCT FROM told.seed""")
    void passOnSeeds(String validator);

    @Query("SELECT * FROM listed_gpus WHERE validator = :validator ORDER BY gpu_id")
    List<ListedGpu> ofValidator(String validator);
}
