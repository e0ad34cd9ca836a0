package dev.rigger.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Table {@code bounty_outcomes}. */
public interface BountyOutcomes {
    void save(
            String validator,
            String chuteId,
            long amount,
            double boost,
            String result,
            @Nullable String deploymentId,
            String why,
            Instant at);
}
