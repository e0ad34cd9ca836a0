package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Table {@code node_measurements}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface NodeMeasurements extends GenericRepository<NodeMeasurement, String> {
    @Query("SELECT * FROM node_measurements ORDER BY server_id")
    List<NodeMeasurement> all();

    /** Inserts, or takes the place of what was measured before. */
    @Query("""
        INSERT INTO node_measurements (server_id, disk_gib, measured_at) VALUES (:serverId, :diskGib, :measuredAt)
        ON CONFLICT (server_id) DO UPDATE SET disk_gib = excluded.disk_gib, measured_at = excluded.measured_at\
        """)
    void save(NodeMeasurement measurement);
}
