package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the validator says of a chute's worth: table {@code chute_demand}. {@code bountyBoost} is 1 without a bounty. */
@MappedEntity("chute_demand")
public record Demand(
        @Id String chuteId,
        String validator,
        double effectiveMultiplier,
        boolean scalable,
        long bountyAmount,
        double bountyBoost,
        @Nullable Instant bountyUntil,
        int globalInstances,
        Instant seenAt) {
    /** Whether nothing differs but the time. */
    boolean isLike(Demand other) {
        return equals(new Demand(
                other.chuteId,
                other.validator,
                other.effectiveMultiplier,
                other.scalable,
                other.bountyAmount,
                other.bountyBoost,
                other.bountyUntil,
                other.globalInstances,
                seenAt));
    }
}
