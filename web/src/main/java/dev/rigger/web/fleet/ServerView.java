package dev.rigger.web.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rigger.inventory.Server;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server on the wire.
 *
 * @param seed always null: the protocol has the field, but it is a secret
 * @param kubeconfig always null, for the same reason
 * @param memoryPerGpu GiB of main memory
 * @param hourlyCost USD per GPU and hour
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ServerView(
        String serverId,
        String validator,
        String name,
        @Nullable String ipAddress,
        @Nullable String agentApi,
        @Nullable Integer verificationPort,
        String status,
        String createdAt,
        Map<String, String> labels,
        @Nullable Long seed,
        int gpuCount,
        int cpuPerGpu,
        int memoryPerGpu,
        double hourlyCost,
        boolean locked,
        @Nullable String kubeconfig,
        boolean isTee,
        String state,
        List<GpuView> gpus,
        List<DeploymentView> deployments) {
    static ServerView of(Server server, List<GpuView> gpus, List<DeploymentView> deployments) {
        return new ServerView(
                server.serverId(),
                server.validator(),
                server.name(),
                server.ipAddress(),
                server.agentApi(),
                server.verificationPort(),
                server.status(),
                WireTime.of(server.createdAt()),
                server.labels(),
                null,
                server.gpuCount(),
                server.cpuPerGpu(),
                server.memoryPerGpu(),
                server.hourlyCost(),
                server.locked(),
                null,
                server.isTee(),
                server.state(),
                gpus,
                deployments);
    }
}
