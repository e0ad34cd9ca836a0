package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job that somebody may take, or that a deployment of ours has: table {@code open_jobs}.
 *
 * @param diskGb 0 where the validator does not say
 * @param tried whether the validator will not have it from us, because we asked for it before or are excluded
 * @param method which of its chute's jobs it is; null where the validator does not say
 * @param multiplier compute units per second; null where the validator does not say
 */
@MappedEntity("open_jobs")
public record OpenJob(
        @Id String jobId,
        String validator,
        String chuteId,
        @Nullable String version,
        int gpuCount,
        long diskGb,
        boolean tried,
        Instant firstSeen,
        Instant seenAt,
        @Nullable String method,
        @Nullable Double multiplier) {}
