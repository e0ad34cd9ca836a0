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

    static NodeRecord announced(Device device, long seed, String hotkey, String serverId, Instant at) {
        String type = ChuteOrder.orElse(device.gpuIdentifier(), "");
        return new NodeRecord(device, seed, hotkey, type, serverId, at, null, null);
    }

    NodeRecord verified(Instant at) {
        return new NodeRecord(device, seed, minerHotkey, gpuIdentifier, serverId, createdAt, at, null);
    }

    NodeRecord failed(String error) {
        return new NodeRecord(device, seed, minerHotkey, gpuIdentifier, serverId, createdAt, null, error);
    }

    /** A GPU as it was announced. */
    static Device device(PlatformState state, String uuid) {
        NodeRecord node = state.nodes().get(uuid);
        if (node == null) {
            throw new IllegalStateException("GPU " + uuid + " was claimed and is not in the inventory");
        }
        return node.device();
    }

    /** The type of an instance's GPUs; empty when they were withdrawn. */
    static String typeOf(PlatformState state, Instance instance) {
        NodeRecord node = state.nodes().get(instance.gpuUuids().getFirst());
        return node == null ? "" : node.gpuIdentifier();
    }
}
