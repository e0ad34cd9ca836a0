package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Table {@code listed_servers}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ListedServers extends GenericRepository<ListedServer, String> {
    /** Replaces what that validator's list showed before. */
    @Transactional
    default void replace(String validator, List<ListedServer> all) {
        write(Rows.json(all));
        forgetUnseen(validator, Rows.ids(all, ListedServer::serverId));
    }

    @Query("""
            INSERT INTO listed_servers (server_id, validator, name, version, maintenance_pending, gpus, seen_at)
            SELECT server_id, validator, name, version, maintenance_pending, gpus, seen_at
            FROM jsonb_populate_recordset(CAST(NULL AS listed_servers), CAST(:rows AS jsonb))
            ON CONFLICT (validator, server_id) DO UPDATE SET name = excluded.name,
                version = excluded.version,
                maintenance_pending = excluded.maintenance_pending,
                gpus = excluded.gpus,
                seen_at = excluded.seen_at""")
    void write(String rows);

    @Query("""
            DELETE FROM listed_servers WHERE validator = :validator AND server_id NOT IN (
                SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))""")
    void forgetUnseen(String validator, String ids);

    @Query("SELECT * FROM listed_servers WHERE validator = :validator ORDER BY server_id")
    List<ListedServer> ofValidator(String validator);

    @Query("SELECT * FROM listed_servers WHERE validator = :validator AND server_id = :serverId")
    Optional<ListedServer> of(String validator, String serverId);
}
