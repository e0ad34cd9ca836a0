package dev.rigger.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.micronaut.transaction.annotation.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Table {@code chute_demand}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface Demands extends GenericRepository<Demand, String> {
    @Query("SELECT * FROM chute_demand WHERE validator = :validator ORDER BY chute_id")
    List<Demand> ofValidator(String validator);

    @Query("SELECT * FROM chute_demand WHERE chute_id = :chuteId")
    Optional<Demand> of(String chuteId);

    /** Answers whether anything but the time differs from before. */
    @Transactional
    default boolean save(Demand demand) {
        Optional<Demand> before = lock(demand.chuteId());
        write(demand);
        return before.isEmpty() || !demand.isLike(before.get());
    }

    @Query("SELECT * FROM chute_demand WHERE chute_id = :chuteId FOR UPDATE")
    Optional<Demand> lock(String chuteId);

    @Query("""
            INSERT INTO chute_demand (chute_id, validator, effective_multiplier, scalable, bounty_amount,
                bounty_boost, bounty_until, target, others_active, others_live, utilisation, seen_at)
            VALUES (:chuteId, :validator, :effectiveMultiplier, :scalable, :bountyAmount, :bountyBoost, :bountyUntil,
                :target, :othersActive, :othersLive, :utilisation, :seenAt)
            ON CONFLICT (chute_id) DO UPDATE SET validator = excluded.validator,
                effective_multiplier = excluded.effective_multiplier, scalable = excluded.scalable,
                bounty_amount = excluded.bounty_amount, bounty_boost = excluded.bounty_boost,
                bounty_until = excluded.bounty_until, target = excluded.target,
                others_active = excluded.others_active, others_live = excluded.others_live,
                utilisation = excluded.utilisation, seen_at = excluded.seen_at""")
    void write(Demand demand);

    /** Inserts or updates by id; the bounty of a row that exists stays, because an event may know better by now. */
    default void saveAll(List<Demand> demands) {
        if (!demands.isEmpty()) {
            writeAll(Rows.json(demands));
        }
    }

    @Query("""
            INSERT INTO chute_demand (chute_id, validator, effective_multiplier, scalable, bounty_amount,
                bounty_boost, bounty_until, target, others_active, others_live, utilisation, seen_at)
            SELECT chute_id, validator, effective_multiplier, scalable, bounty_amount, bounty_boost, bounty_until,
                target, others_active, others_live, utilisation, seen_at
            FROM jsonb_populate_recordset(CAST(NULL AS chute_demand), CAST(:rows AS jsonb))
            ON CONFLICT (chute_id) DO UPDATE SET validator = excluded.validator,
                effective_multiplier = excluded.effective_multiplier, scalable = excluded.scalable,
                target = excluded.target, others_active = excluded.others_active,
                others_live = excluded.others_live, utilisation = excluded.utilisation,
                seen_at = excluded.seen_at""")
    void writeAll(String rows);

    /** Absent is success. */
    @Query("DELETE FROM chute_demand WHERE chute_id = :chuteId")
    void forget(String chuteId);

    default void setBounty(String validator, String chuteId, long amount, double boost, @Nullable Instant until) {
        setBounties(List.of(new OfferedBounty(validator, chuteId, amount, boost, until)));
    }

    /** Writes bounties without touching the rest; inserts a row with neutral values where there is none. */
    default void setBounties(List<OfferedBounty> bounties) {
        // Sorted, so that two such writes never wait for one another in a circle; the latest word on a chute counts.
        Map<String, OfferedBounty> latest = new TreeMap<>();
        bounties.forEach(bounty -> latest.put(bounty.chuteId(), bounty));
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        latest.values()
                .forEach(bounty -> rows.addObject()
                        .put("validator", bounty.validator())
                        .put("chute_id", bounty.chuteId())
                        .put("amount", bounty.amount())
                        .put("boost", bounty.boost())
                        .put(
                                "until",
                                bounty.until() == null ? null : bounty.until().toString()));
        setBounties(rows.toString());
    }

    /** A JSON array of objects. */
    @Query("""
            INSERT INTO chute_demand (chute_id, validator, effective_multiplier, scalable, bounty_amount, bounty_boost,
                bounty_until, others_active, seen_at)
            SELECT chute_id, validator, 1, TRUE, amount, boost, until, 0, now()
            FROM jsonb_to_recordset(CAST(:bounties AS jsonb)) AS offered (validator text, chute_id text, amount bigint,
                boost double precision, until timestamptz)
            ON CONFLICT (chute_id) DO UPDATE SET bounty_amount = excluded.bounty_amount,
                bounty_boost = excluded.bounty_boost, bounty_until = excluded.bounty_until""")
    void setBounties(String bounties);
}
