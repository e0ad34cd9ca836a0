package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** Table {@code list_doubts}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ListDoubts extends GenericRepository<ListDoubt, String> {
    @Query("SELECT * FROM list_doubts WHERE source = :source AND validator = :validator")
    Optional<ListDoubt> of(String source, String validator);

    @Query("""
            INSERT INTO list_doubts (source, validator, since, looks, count)
            VALUES (:source, :validator, :since, :looks, :count)
            ON CONFLICT (source, validator) DO UPDATE SET since = excluded.since, looks = excluded.looks,
                count = excluded.count""")
    void save(ListDoubt doubt);

    @Query("DELETE FROM list_doubts WHERE source = :source AND validator = :validator")
    void forget(String source, String validator);
}
