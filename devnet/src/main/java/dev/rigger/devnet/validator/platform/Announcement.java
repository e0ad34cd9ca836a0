package dev.rigger.devnet.validator.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a miner sends to {@code POST /nodes/}. */
public record Announcement(
        @Nullable String serverId,
        @Nullable String serverName,
        @Nullable List<Device> nodes) {}
