package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job that no instance runs yet: table {@code open_jobs}. {@code tried}: we asked for it before. */
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
        Instant seenAt) {}
