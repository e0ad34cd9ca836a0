package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Table {@code progress}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Progress extends GenericRepository<StoredProgress, String> {
    /** Once a (stream, number). */
    @Query("""
            INSERT INTO progress (stream, number, message, ending, at) VALUES (:stream, :number, :message, :ending, :at)
            ON CONFLICT (stream, number) DO NOTHING""")
    void append(StoredProgress line);

    @Query("SELECT * FROM progress WHERE stream = :stream AND number >= :from ORDER BY number")
    List<StoredProgress> of(String stream, int from);
}
