package dev.rigger.devnet.validator.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pod says when it claims its launch config; fields of closed libraries are ignored.
 *
 * @param egress whether the pod may reach the world, as its token says
 * @param rintPubkey X25519 key of the pod's session, 32 bytes in hex
 */
public record ClaimRequest(
        @Nullable List<Device> gpus,
        @Nullable String host,
        @Nullable List<PortMapping> portMappings,
        @Nullable String deploymentId,
        @Nullable Boolean egress,
        @Nullable String rintPubkey) {}
