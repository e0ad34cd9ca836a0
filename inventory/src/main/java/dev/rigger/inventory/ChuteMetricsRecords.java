package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.transaction.Transactional;
import java.util.List;

/** Table {@code chute_metrics}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ChuteMetricsRecords extends GenericRepository<ChuteMetrics, String> {
    /** Replaces what that validator's list showed before. */
    @Transactional
    default void replace(String validator, List<ChuteMetrics> all) {
        write(Rows.json(all));
        forgetUnseen(validator, Rows.ids(all, ChuteMetrics::chuteId));
    }

    @Query("""
            INSERT INTO chute_metrics (chute_id, validator, utilisation, invocations, errors, rate_limited, instances, compute_seconds, seen_at)
            SELECT chute_id, validator, utilisation, invocations, errors, rate_limited, instances, compute_seconds, seen_at
            FROM jsonb_populate_recordset(CAST(NULL AS chute_metrics), CAST(:rows AS jsonb))
            ON CONFLICT (validator, chute_id) DO UPDATE SET utilisation = excluded.utilisation,
                invocations = excluded.invocations,
                errors = excluded.errors,
                rate_limited = excluded.rate_limited,
                instances = excluded.instances,
                compute_seconds = excluded.compute_seconds,
                seen_at = excluded.seen_at""")
    void write(String rows);

    @Query("""
            DELETE FROM chute_metrics WHERE validator = :validator AND chute_id NOT IN (
                SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))""")
    void forgetUnseen(String validator, String ids);

    @Query("SELECT * FROM chute_metrics WHERE validator = :validator ORDER BY chute_id")
    List<ChuteMetrics> ofValidator(String validator);
}
