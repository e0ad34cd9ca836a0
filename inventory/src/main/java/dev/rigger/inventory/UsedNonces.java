package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Duration;

/** Table {@code used_nonces}: replay protection that survives Redis. Times are the database's. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface UsedNonces extends GenericRepository<UsedNonce, String> {
    /** True the first time; false for a repetition within {@code window}. */
    default boolean firstUse(String key, Duration window) {
        boolean first = use(key, window.toMillis()) > 0;
        sweep();
        return first;
    }

    /** Rows written: none for a repetition. */
    @Query("""
            INSERT INTO used_nonces AS was (key, until) VALUES (:key, now() + :millis * interval '1 ms')
            ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE was.until < now()""")
    int use(String key, long millis);

    /** Forgets a few that ran out: more than one use adds, so the table stays as small as the window allows. */
    @Query("""
            DELETE FROM used_nonces WHERE key IN (
                SELECT key FROM used_nonces WHERE until < now() ORDER BY until LIMIT 4 FOR UPDATE SKIP LOCKED)""")
    void sweep();
}
