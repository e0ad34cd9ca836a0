package dev.rigger.inventory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chute's definition as we hold it: table {@code chutes}. */
public record Chute(
        String chuteId,
        String validator,
        @Nullable String name,
        String image,
        String code,
        String filename,
        String refStr,
        String version,
        List<String> supportedGpus,
        int gpuCount,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String banReason,
        @Nullable String chutesVersion,
        boolean preemptible,
        boolean tee,
        boolean jobOnly,
        boolean deleted) {}
