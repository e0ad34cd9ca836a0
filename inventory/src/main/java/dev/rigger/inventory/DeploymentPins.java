package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Table {@code deployment_pins}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface DeploymentPins extends GenericRepository<DeploymentPin, String> {
    @Query("SELECT * FROM deployment_pins ORDER BY deployment_id")
    List<DeploymentPin> all();

    @Query("""
            INSERT INTO deployment_pins (deployment_id, note, pinned_at) VALUES (:deploymentId, :note, :pinnedAt)
            ON CONFLICT (deployment_id) DO UPDATE SET note = excluded.note, pinned_at = excluded.pinned_at""")
    void save(DeploymentPin pin);

    /** Rows deleted: none when it was not pinned. */
    @Query("DELETE FROM deployment_pins WHERE deployment_id = :deploymentId")
    int remove(String deploymentId);
}
