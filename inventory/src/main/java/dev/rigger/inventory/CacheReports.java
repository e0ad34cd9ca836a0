package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Table {@code cache_reports}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface CacheReports extends GenericRepository<StoredCacheReport, String> {
    /** Once a cleanup. */
    @Query("""
            INSERT INTO cache_reports (cleanup_id, server_name, bytes_freed, bytes_left, entries_removed, code, what, at)
            VALUES (:cleanupId, :serverName, :bytesFreed, :bytesLeft, :entriesRemoved, :code, :what, :at)
            ON CONFLICT (cleanup_id) DO NOTHING""")
    void save(StoredCacheReport report);

    @Query("SELECT * FROM cache_reports ORDER BY at DESC, cleanup_id LIMIT :limit")
    List<StoredCacheReport> latest(int limit);
}
