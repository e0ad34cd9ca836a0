package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Table {@code server_disks}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ServerDisks extends GenericRepository<ServerDisk, String> {
    /** Each once. */
    default void saveAll(List<ServerDisk> disks) {
        write(Rows.json(disks));
    }

    @Query("""
            INSERT INTO server_disks (server_id, free_gib, seen_at)
            SELECT server_id, free_gib, seen_at
            FROM jsonb_populate_recordset(CAST(NULL AS server_disks), CAST(:rows AS jsonb))
            ON CONFLICT (server_id) DO UPDATE SET free_gib = excluded.free_gib, seen_at = excluded.seen_at""")
    void write(String rows);

    @Query("SELECT d.* FROM server_disks d JOIN servers s USING (server_id) WHERE s.validator = :validator")
    List<ServerDisk> ofValidator(String validator);
}
