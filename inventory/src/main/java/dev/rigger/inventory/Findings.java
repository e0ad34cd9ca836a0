package dev.rigger.inventory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** Table {@code findings}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Findings extends GenericRepository<Finding, String> {
    /**
     * Whose the findings are that a chute is gone: not the validator's own, so that the comparison with the clusters does not
     * forget them.
     */
    static String holderOfChutes(String validator) {
        return validator + "/chutes";
    }

    /** Whose the findings are that something is left over in a cluster: its servers may be several validators'. */
    static String holderOfLeftovers(String cluster) {
        return cluster + "/leftovers";
    }

    /** Counts a look: inserts, or adds one to {@code looks} and moves {@code lastSeen}. Answers the row as it is then. */
    default Finding seen(String kind, String subject, String validator, Instant at) {
        count(kind, subject, validator, at);
        return of(kind, subject);
    }

    /** A look no later than the last one is that same look, and counts nothing. */
    @Query("""
            INSERT INTO findings AS was (kind, subject, validator, first_seen, last_seen, looks)
            VALUES (:kind, :subject, :validator, :at, :at, 1)
            ON CONFLICT (kind, subject) DO UPDATE SET looks = was.looks + 1, last_seen = excluded.last_seen
            WHERE was.last_seen < excluded.last_seen""")
    void count(String kind, String subject, String validator, Instant at);

    @Query("SELECT * FROM findings WHERE kind = :kind AND subject = :subject")
    Finding of(String kind, String subject);

    /** Forgets findings of that validator which this pass did not see. */
    @Query("DELETE FROM findings WHERE validator = :validator AND last_seen < :pass")
    void forgetOlderThan(String validator, Instant pass);

    @Query("DELETE FROM findings WHERE kind = :kind AND subject = :subject")
    void forget(String kind, String subject);

    @Query("UPDATE findings SET acted_at = :at, held_back = FALSE WHERE kind = :kind AND subject = :subject")
    void acted(String kind, String subject, Instant at);

    /** Until an operator approves of it. */
    @Query("UPDATE findings SET held_back = TRUE WHERE kind = :kind AND subject = :subject")
    void heldBack(String kind, String subject);

    /** What is held back is acted on by the next look that still shows it; answers 0 where nothing is held back. */
    @Query("""
            UPDATE findings SET held_back = FALSE, approved_at = :at
            WHERE kind = :kind AND subject = :subject AND held_back""")
    long approve(String kind, String subject, Instant at);

    /** Those that wait for an operator first, then the latest. */
    @Query("SELECT * FROM findings ORDER BY held_back DESC, last_seen DESC, kind, subject LIMIT :limit")
    List<Finding> latest(int limit);

    @Query("SELECT * FROM findings WHERE validator = :validator ORDER BY kind, subject")
    List<Finding> ofValidator(String validator);
}
