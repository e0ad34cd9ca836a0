package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Table {@code chute_pins}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ChutePins extends GenericRepository<ChutePin, String> {
    @Query("SELECT * FROM chute_pins ORDER BY chute_id")
    List<ChutePin> all();

    @Query("""
            INSERT INTO chute_pins (chute_id, server_ids, copies, note, pinned_at)
            VALUES (:chuteId, :serverIds, :copies, :note, :pinnedAt)
            ON CONFLICT (chute_id) DO UPDATE SET server_ids = excluded.server_ids, copies = excluded.copies,
                note = excluded.note, pinned_at = excluded.pinned_at""")
    void save(ChutePin pin);

    /** Rows deleted: none when it was not pinned. */
    @Query("DELETE FROM chute_pins WHERE chute_id = :chuteId")
    int remove(String chuteId);
}
