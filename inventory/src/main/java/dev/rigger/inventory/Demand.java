package dev.rigger.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the validator says of a chute's worth: table {@code chute_demand}. {@code bountyBoost} is 1 without a bounty. */
public record Demand(
        String chuteId,
        String validator,
        double effectiveMultiplier,
        boolean scalable,
        long bountyAmount,
        double bountyBoost,
        @Nullable Instant bountyUntil,
        int globalInstances,
        Instant seenAt) {}
