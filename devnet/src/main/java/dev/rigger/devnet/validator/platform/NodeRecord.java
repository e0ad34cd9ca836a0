package dev.rigger.devnet.validator.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A GPU in the platform's inventory. {@code seed} is shared by all GPUs of one announcement. */
public record NodeRecord(
        Device device,
        long seed,
        String minerHotkey,
        String gpuIdentifier,
        String serverId,
        Instant createdAt,
        @Nullable Instant verifiedAt,
        @Nullable String verificationError) {
    public String uuid() {
        return device.uuid();
    }

    NodeRecord verified(Instant at) {
        return new NodeRecord(device, seed, minerHotkey, gpuIdentifier, serverId, createdAt, at, null);
    }

    NodeRecord failed(String error) {
        return new NodeRecord(device, seed, minerHotkey, gpuIdentifier, serverId, createdAt, null, error);
    }
}
