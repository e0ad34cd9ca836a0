package dev.rigger.inventory;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GPU: table {@code gpus}. At most one deployment owns it. {@code gpuId} is 32 hex digits; {@code deviceInfo} as on the wire. */
public record Gpu(
        String gpuId,
        String validator,
        String serverId,
        @Nullable String deploymentId,
        Map<String, Object> deviceInfo,
        String modelShortRef,
        boolean verified) {}
