package dev.rigger.devnet.validator.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pod says when it claims its launch config; fields of closed libraries are ignored. */
public record ClaimRequest(
        @Nullable List<Device> gpus,
        @Nullable String host,
        @Nullable List<PortMapping> portMappings,
        @Nullable String deploymentId) {}
