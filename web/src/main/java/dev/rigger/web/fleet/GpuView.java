package dev.rigger.web.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rigger.inventory.Gpu;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GPU on the wire. {@code deviceInfo}: memory in bytes, clock rate in kHz. */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record GpuView(
        String gpuId,
        String validator,
        String serverId,
        @Nullable String deploymentId,
        Map<String, Object> deviceInfo,
        String modelShortRef,
        boolean verified) {
    static GpuView of(Gpu gpu) {
        return new GpuView(
                gpu.gpuId(),
                gpu.validator(),
                gpu.serverId(),
                gpu.deploymentId(),
                gpu.deviceInfo(),
                gpu.modelShortRef(),
                gpu.verified());
    }
}
