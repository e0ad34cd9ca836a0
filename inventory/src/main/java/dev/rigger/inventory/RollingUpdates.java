package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.transaction.Transactional;
import java.util.List;

/** Table {@code rolling_updates}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface RollingUpdates extends GenericRepository<RollingUpdate, String> {
    /** Replaces what that validator's list showed before. */
    @Transactional
    default void replace(String validator, List<RollingUpdate> all) {
        write(Rows.json(all));
        forgetUnseen(validator, Rows.ids(all, RollingUpdate::chuteId));
    }

    @Query("""
            INSERT INTO rolling_updates (chute_id, validator, old_version, new_version, started_at, seen_at)
            SELECT chute_id, validator, old_version, new_version, started_at, seen_at
            FROM jsonb_populate_recordset(CAST(NULL AS rolling_updates), CAST(:rows AS jsonb))
            ON CONFLICT (validator, chute_id) DO UPDATE SET old_version = excluded.old_version,
                new_version = excluded.new_version,
                started_at = excluded.started_at,
                seen_at = excluded.seen_at""")
    void write(String rows);

    @Query("""
            DELETE FROM rolling_updates WHERE validator = :validator AND chute_id NOT IN (
                SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))""")
    void forgetUnseen(String validator, String ids);

    @Query("SELECT * FROM rolling_updates WHERE validator = :validator ORDER BY chute_id")
    List<RollingUpdate> ofValidator(String validator);
}
