package dev.rigger.web.deployments;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rigger.web.fleet.ChuteView;
import dev.rigger.web.fleet.DeploymentView;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/** One deployment of a purge. */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record Purge(
        String deploymentId,
        String chuteId,
        @Nullable String chuteName,
        String serverId,
        @Nullable String serverName,
        int gpuCount,
        Ending ending) {
    /** What becomes of a deployment that an operator wants gone. */
    @Serdeable
    enum Ending {
        /** Its owner has the message. */
        TOLD,
        /** Nobody owns it just now; the next reconciliation gives it an owner, who releases what it holds. */
        LEFT_TO_RECONCILE
    }

    static Purge of(DeploymentView deployment, Ending ending) {
        ChuteView chute = deployment.chute();
        return new Purge(
                deployment.deploymentId(),
                deployment.chuteId(),
                chute == null ? null : chute.name(),
                deployment.serverId(),
                deployment.serverName(),
                deployment.gpus().size(),
                ending);
    }
}
