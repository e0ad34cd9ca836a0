package dev.rigger.devnet.validator.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A GPU host in the platform's inventory. */
public record ServerRecord(
        String serverId,
        String minerHotkey,
        String name,
        @Nullable String ip,
        boolean isTee,
        Instant createdAt) {}
