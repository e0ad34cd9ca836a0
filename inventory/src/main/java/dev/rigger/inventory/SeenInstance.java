package dev.rigger.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An instance of ours in the validator's list: table {@code seen_instances}. */
public record SeenInstance(
        String instanceId,
        String validator,
        String chuteId,
        @Nullable String configId,
        boolean active,
        boolean verified,
        Instant seenAt) {}
