package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** What became of earlier launches, read from the audit trail (table {@code deployment_audit}, whose times are UTC). */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface LaunchHistory extends GenericRepository<PastLaunches, String> {

    /**
     * Launches begun after {@code since}, summed up by chute and server, in their order. Those that ended on purpose
     * before they were active count neither way.
     *
     * @param failures names of the reasons that speak against chute or server
     */
    @Query("""
            SELECT a.chute_id, a.server_id,
                count(a.activated_at) AS activated,
                count(*) FILTER (WHERE a.activated_at IS NULL AND a.reason = 'CAPACITY_LOCKED') AS refused,
                count(*) FILTER (WHERE a.activated_at IS NULL AND a.reason = ANY (string_to_array(:failures, ',')))
                    AS failed,
                avg(ln(greatest(1, extract(epoch FROM a.activated_at - a.created_at)))) AS mean_log_seconds,
                (max(a.deleted_at) FILTER (WHERE a.activated_at IS NULL
                    AND a.reason = ANY (string_to_array(:failures, ',')))) AT TIME ZONE 'UTC' AS last_failure,
                max(a.activated_at) AT TIME ZONE 'UTC' AS last_activation
            FROM deployment_audit a
            WHERE a.validator = :validator AND a.server_id IS NOT NULL
                AND a.created_at > CAST(:since AS timestamptz) AT TIME ZONE 'UTC'
            GROUP BY a.chute_id, a.server_id ORDER BY a.chute_id, a.server_id""")
    List<PastLaunches> since(String validator, Instant since, String failures);
}
