package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** How a chute was used lately, by the validator: table {@code chute_metrics}. */
@MappedEntity("chute_metrics")
public record ChuteMetrics(
        @Id String chuteId,
        String validator,
        double utilisation,
        long invocations,
        long errors,
        long rateLimited,
        int instances,
        double computeSeconds,
        Instant seenAt) {}
