package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An instance of ours in the validator's list: table {@code seen_instances}. {@code multiplier}: compute units per second, null when nobody says. */
@MappedEntity("seen_instances")
public record SeenInstance(
        @Id String instanceId,
        String validator,
        String chuteId,
        @Nullable String configId,
        boolean active,
        boolean verified,
        @Nullable Double multiplier,
        Instant seenAt) {}
