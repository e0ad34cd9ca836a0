package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** What ephemeral storage a server still had to give when its node was seen: table {@code server_disks}. */
@MappedEntity("server_disks")
public record ServerDisk(@Id String serverId, int freeGib, Instant seenAt) {}
