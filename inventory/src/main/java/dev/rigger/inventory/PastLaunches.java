package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Launches of one chute on one server, summed up.
 *
 * @param meanLogSeconds mean of the natural logarithms of the seconds from order to activation; null when none was active
 */
@MappedEntity
public record PastLaunches(
        @Id String chuteId,
        String serverId,
        int activated,
        int refused,
        int failed,
        @Nullable Double meanLogSeconds,
        @Nullable Instant lastFailure,
        @Nullable Instant lastActivation) {}
