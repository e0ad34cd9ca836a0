package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A chute that changes from one version to the next; copies of the old one stay meanwhile: table {@code rolling_updates}. */
@MappedEntity("rolling_updates")
public record RollingUpdate(
        @Id String chuteId,
        String validator,
        @Nullable String oldVersion,
        @Nullable String newVersion,
        @Nullable Instant startedAt,
        Instant seenAt) {}
