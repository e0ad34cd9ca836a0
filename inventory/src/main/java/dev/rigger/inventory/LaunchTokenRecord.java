package dev.rigger.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A launch token, encrypted at rest: table {@code launch_tokens}. */
public record LaunchTokenRecord(
        String deploymentId,
        String configId,
        byte[] tokenEncrypted,
        Instant askedAt,
        @Nullable Instant expiresAt) {}
