package dev.rigger.web.servers;

import dev.rigger.inventory.GpuVerdict;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;

/** What a proof of a server's GPUs, or a later look at them, came to. */
@Serdeable(naming = SnakeCaseStrategy.class)
@Schema(name = "Proof", description = "What a proof of a server's GPUs, or a later look at them, came to")
record ProofView(
        boolean accepted,

        @Schema(description = "Stable, such as PROVEN or GPU_LOST")
        String code,

        @Schema(description = "For people: what happened and what to do")
        String what,

        @Schema(description = "UTC, ISO 8601") String judgedAt) {
    static ProofView of(GpuVerdict verdict) {
        return new ProofView(
                verdict.accepted(),
                verdict.code(),
                verdict.what(),
                verdict.judgedAt().toString());
    }
}
