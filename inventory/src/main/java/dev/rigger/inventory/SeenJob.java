package dev.rigger.inventory;

import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Job seen in a live list: table {@code seen_jobs}. {@code podState} is the name of a pod sighting's state, {@code why} that
 * of a deployment's reason: what the detail means, null where nothing is wrong.
 */
@MappedEntity("seen_jobs")
public record SeenJob(
        String cluster,
        String deploymentId,
        String podState,
        @Nullable String detail,
        @Nullable String why,
        Instant seenAt) {}
