package dev.rigger.devnet.validator.platform;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running, or starting, copy of a chute at a miner's. {@code multiplier} is what its seconds are worth. */
public record Instance(
        String instanceId,
        String chuteId,
        String version,
        String minerHotkey,
        String configId,
        String host,
        List<PortMapping> ports,
        List<String> gpuUuids,
        String gpuModelName,
        boolean active,
        boolean bounty,
        double multiplier,
        Instant createdAt,
        @Nullable Instant verifiedAt,
        @Nullable Instant activatedAt,
        @Nullable Instant disabledAt) {
    public boolean verified() {
        return verifiedAt != null;
    }

    Instance verified(Instant at) {
        return new Instance(
                instanceId,
                chuteId,
                version,
                minerHotkey,
                configId,
                host,
                ports,
                gpuUuids,
                gpuModelName,
                active,
                bounty,
                multiplier,
                createdAt,
                at,
                activatedAt,
                disabledAt);
    }

    Instance activated(Instant at, boolean withBounty, double newMultiplier) {
        return new Instance(
                instanceId,
                chuteId,
                version,
                minerHotkey,
                configId,
                host,
                ports,
                gpuUuids,
                gpuModelName,
                true,
                withBounty,
                newMultiplier,
                createdAt,
                verifiedAt,
                at,
                disabledAt);
    }

    Instance disabled(Instant at) {
        return new Instance(
                instanceId,
                chuteId,
                version,
                minerHotkey,
                configId,
                host,
                ports,
                gpuUuids,
                gpuModelName,
                false,
                bounty,
                multiplier,
                createdAt,
                verifiedAt,
                activatedAt,
                at);
    }
}
