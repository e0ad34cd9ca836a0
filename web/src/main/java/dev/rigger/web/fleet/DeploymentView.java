package dev.rigger.web.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rigger.inventory.Deployment;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment on the wire: its server by id and name only, its GPUs and its chute in full.
 *
 * @param detail what the cluster said last of what is wrong with it, code first; null where nothing is
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record DeploymentView(
        String deploymentId,
        @Nullable String instanceId,
        String validator,
        @Nullable String host,
        @Nullable Integer port,
        String chuteId,
        String serverId,
        @Nullable String serverName,
        String version,
        boolean active,
        @Nullable String verifiedAt,
        @Nullable String activatedAt,
        boolean stub,
        @Nullable String jobId,
        @Nullable String configId,
        String createdAt,
        boolean preemptible,
        String phase,
        @Nullable String reason,
        @Nullable String detail,
        List<GpuView> gpus,
        @Nullable ChuteView chute) {
    static DeploymentView of(
            Deployment deployment,
            @Nullable String detail,
            @Nullable String serverName,
            List<GpuView> gpus,
            @Nullable ChuteView chute) {
        return new DeploymentView(
                deployment.deploymentId(),
                deployment.instanceId(),
                deployment.validator(),
                deployment.host(),
                deployment.port(),
                deployment.chuteId(),
                deployment.serverId(),
                serverName,
                deployment.version(),
                deployment.active(),
                WireTime.ofNullable(deployment.verifiedAt()),
                WireTime.ofNullable(deployment.activatedAt()),
                deployment.stub(),
                deployment.jobId(),
                deployment.configId(),
                WireTime.of(deployment.createdAt()),
                deployment.preemptible(),
                deployment.phase(),
                deployment.reason(),
                detail,
                gpus,
                chute);
    }
}
