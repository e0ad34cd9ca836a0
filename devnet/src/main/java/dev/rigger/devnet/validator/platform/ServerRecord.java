package dev.rigger.devnet.validator.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A GPU host in the platform's inventory.
 *
 * @param version of the virtual machine's image; null for a host that is none
 * @param maintenanceSince when its maintenance began; null outside of one
 */
public record ServerRecord(
        String serverId,
        String minerHotkey,
        String name,
        @Nullable String ip,
        boolean isTee,
        @Nullable String version,
        Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable Instant maintenanceSince) {
    ServerRecord renamed(String newName, Instant at) {
        return new ServerRecord(serverId, minerHotkey, newName, ip, isTee, version, createdAt, at, maintenanceSince);
    }

    ServerRecord inMaintenance(Instant since) {
        return new ServerRecord(serverId, minerHotkey, name, ip, isTee, version, createdAt, since, since);
    }

    ServerRecord upgraded(String newVersion, Instant at) {
        return new ServerRecord(serverId, minerHotkey, name, ip, isTee, newVersion, createdAt, at, null);
    }
}
