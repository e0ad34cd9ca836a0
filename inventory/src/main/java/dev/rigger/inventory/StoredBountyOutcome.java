package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a bounty ended: table {@code bounty_outcomes}. */
@MappedEntity("bounty_outcomes")
record StoredBountyOutcome(
        @Id String eventKey,
        String validator,
        String chuteId,
        long amount,
        double boost,
        String result,
        @Nullable String deploymentId,
        String why,
        Instant at) {}
