package dev.rigger.activities.kubernetes.objects;

import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Server;
import dev.rigger.settings.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a deployment's objects are made of.
 *
 * @param gpuIds 32 hex digits each
 * @param launchToken null for chutes older than launch tokens
 * @param diskGib ephemeral storage
 * @param vmVersion of the server's trusted VM, where it is one and the version is known
 * @param directRegistry host that images are pulled from where the VM authenticates itself by certificate
 */
public record WorkloadSpec(
        String deploymentId,
        String version,
        Chute chute,
        Server server,
        List<String> gpuIds,
        @Nullable String configId,
        @Nullable String jobId,
        @Nullable Secret launchToken,
        int diskGib,
        List<ExtraPort> extraPorts,
        @Nullable String vmVersion,
        String directRegistry) {
    public static final int DEFAULT_DISK_GIB = 10;

    /** The version of the chutes SDK that the chute's image holds. */
    ChutesVersion chutesVersion() {
        String sdk = chute.chutesVersion();
        return ChutesVersion.of(sdk != null && !sdk.isEmpty() ? sdk : chute.version());
    }

    boolean hasAttestationPort() {
        return chute.tee() && chutesVersion().atLeast("0.6.0");
    }

    /** Whether it is started with the seed of its server, and nobody knows that. */
    public boolean lacksSeed() {
        return launchToken == null && server.seed() == null;
    }

    boolean needsCodeMap() {
        return !chute.tee() && !server.isTee() && !chutesVersion().atLeast("0.3.61");
    }

    boolean vmAtLeast(String minimum) {
        return vmVersion != null
                && !minimum.isBlank()
                && ChutesVersion.of(vmVersion).atLeast(minimum);
    }
}
