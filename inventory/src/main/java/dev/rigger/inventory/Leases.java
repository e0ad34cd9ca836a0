package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Duration;

/** Table {@code leases}: who does what only one process may do. Times are the database's. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Leases extends GenericRepository<Lease, String> {
    /** Takes or renews; true when {@code holder} holds it now, for {@code duration}. */
    default boolean hold(String name, String holder, Duration duration) {
        return take(name, holder, duration.toMillis()) > 0;
    }

    /** Rows written: none when somebody else holds it. */
    @Query("""
            INSERT INTO leases AS was (name, holder, until) VALUES (:name, :holder, now() + :millis * interval '1 ms')
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE was.holder = excluded.holder OR was.until < now()""")
    int take(String name, String holder, long millis);

    @Query("DELETE FROM leases WHERE name = :name AND holder = :holder")
    void letGo(String name, String holder);
}
