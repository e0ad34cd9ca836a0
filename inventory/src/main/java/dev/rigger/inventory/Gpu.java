package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GPU: table {@code gpus}. At most one deployment owns it. {@code gpuId} is 32 hex digits; {@code deviceInfo} as on the wire. */
@MappedEntity("gpus")
public record Gpu(
        @Id String gpuId,
        String validator,
        String serverId,
        @Nullable String deploymentId,
        @MappedProperty(converter = JsonColumn.class) Map<String, Object> deviceInfo,
        String modelShortRef,
        boolean verified) {}
