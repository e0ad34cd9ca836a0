package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A GPU of ours in the validator's list: table {@code listed_gpus}. */
@MappedEntity("listed_gpus")
public record ListedGpu(
        @Id String gpuId,
        String validator,
        @Nullable String serverId,
        @Nullable Long seed,
        @Nullable Instant verifiedAt,
        @Nullable String error,
        Instant seenAt) {}
