package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A server of ours in the validator's list: table {@code listed_servers}. */
@MappedEntity("listed_servers")
public record ListedServer(
        @Id String serverId,
        String validator,
        String name,
        @Nullable String version,
        boolean maintenancePending,
        int gpus,
        Instant seenAt) {}
