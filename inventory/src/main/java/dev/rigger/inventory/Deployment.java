package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A deployment: table {@code deployments}. The columns of the wire first, then ours: {@code phase}, {@code reason} and {@code cause} are names of the workflow's enums. */
@MappedEntity("deployments")
public record Deployment(
        @Id String deploymentId,
        @Nullable String instanceId,
        String validator,
        @Nullable String host,
        @Nullable Integer port,
        String chuteId,
        String serverId,
        String version,
        boolean active,
        @Nullable Instant verifiedAt,
        @Nullable Instant activatedAt,
        boolean stub,
        @Nullable String jobId,
        @Nullable String configId,
        Instant createdAt,
        boolean preemptible,
        String phase,
        @Nullable String reason,
        @Nullable String planId,
        String cause,
        @Nullable String bountyWorkflowId) {}
