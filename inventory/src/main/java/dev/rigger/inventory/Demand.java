package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the validator says of a chute's worth: table {@code chute_demand}.
 *
 * @param bountyBoost 1 without a bounty
 * @param target how many active copies of all miners it wants; null when it does not say, or contradicts itself
 * @param othersActive other miners' copies that serve
 * @param othersLive other miners' copies that exist
 * @param utilisation 0 to 1, as it was at {@code seenAt}
 */
@MappedEntity("chute_demand")
public record Demand(
        @Id String chuteId,
        String validator,
        double effectiveMultiplier,
        boolean scalable,
        long bountyAmount,
        double bountyBoost,
        @Nullable Instant bountyUntil,
        @Nullable Integer target,
        int othersActive,
        int othersLive,
        double utilisation,
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
                other.target,
                other.othersActive,
                other.othersLive,
                other.utilisation,
                seenAt));
    }
}
