package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/**
 * Table {@code kubeconfigs}: a node's own kubeconfig from its first lookup on, by node name, sealed and in base64. It
 * exists before the server's row does; the row's {@code kubeconfig} is a copy of it, made when the row is written.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Kubeconfigs extends GenericRepository<StoredKubeconfig, String> {
    /** Inserts or replaces. */
    @Query("""
            INSERT INTO kubeconfigs (server_name, sealed) VALUES (:serverName, :sealed)
            ON CONFLICT (server_name) DO UPDATE SET sealed = excluded.sealed""")
    void save(String serverName, String sealed);

    @Query("SELECT sealed FROM kubeconfigs WHERE server_name = :serverName")
    Optional<String> of(String serverName);

    /** Absent is success. */
    @Query("DELETE FROM kubeconfigs WHERE server_name = :serverName")
    void forget(String serverName);
}
