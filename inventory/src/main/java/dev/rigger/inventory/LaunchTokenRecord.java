package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A launch token, encrypted at rest: table {@code launch_tokens}. */
@MappedEntity("launch_tokens")
public record LaunchTokenRecord(
        @Id String deploymentId,
        String configId,
        byte[] tokenEncrypted,
        Instant askedAt,
        @Nullable Instant expiresAt) {}
