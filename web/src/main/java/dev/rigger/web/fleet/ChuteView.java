package dev.rigger.web.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rigger.inventory.Chute;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chute on the wire. */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ChuteView(
        String chuteId,
        String validator,
        @Nullable String name,
        String image,
        String code,
        String filename,
        String refStr,
        String version,
        List<String> supportedGpus,
        int gpuCount,
        String createdAt,
        String updatedAt,
        @Nullable String banReason,
        @Nullable String chutesVersion,
        boolean preemptible,
        boolean tee) {
    static ChuteView of(Chute chute) {
        return new ChuteView(
                chute.chuteId(),
                chute.validator(),
                chute.name(),
                chute.image(),
                chute.code(),
                chute.filename(),
                chute.refStr(),
                chute.version(),
                chute.supportedGpus(),
                chute.gpuCount(),
                WireTime.of(chute.createdAt()),
                WireTime.of(chute.updatedAt()),
                chute.banReason(),
                chute.chutesVersion(),
                chute.preemptible(),
                chute.tee());
    }
}
