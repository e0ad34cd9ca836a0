package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Table {@code gpu_verdicts}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface GpuVerdicts extends GenericRepository<GpuVerdict, String> {
    @Query("SELECT * FROM gpu_verdicts WHERE verdict_id = :verdictId")
    Optional<GpuVerdict> byId(String verdictId);

    /** The latest first. */
    @Query("SELECT * FROM gpu_verdicts WHERE server_name = :serverName ORDER BY judged_at DESC LIMIT :most")
    List<GpuVerdict> ofServer(String serverName, int most);

    @Query("""
        SELECT * FROM gpu_verdicts WHERE server_name = :serverName AND accepted
        ORDER BY judged_at DESC LIMIT 1\
        """)
    Optional<GpuVerdict> lastAccepted(String serverName);

    /** A verdict of that id that exists already stands. */
    @Query("""
        INSERT INTO gpu_verdicts (verdict_id, server_name, accepted, code, what, judged_at)
        VALUES (:verdictId, :serverName, :accepted, :code, :what, :judgedAt)
        ON CONFLICT (verdict_id) DO NOTHING\
        """)
    void save(GpuVerdict verdict);
}
