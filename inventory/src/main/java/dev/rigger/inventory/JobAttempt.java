package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** That we asked for a job, or are about to: table {@code job_attempts}. */
@MappedEntity("job_attempts")
record JobAttempt(@Id String jobId, String deploymentId, Instant askedAt) {}
