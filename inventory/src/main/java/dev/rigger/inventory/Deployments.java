package dev.rigger.inventory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code deployments}: a row lives from reservation until release. */
public interface Deployments {
    List<Deployment> all();

    List<Deployment> ofValidator(String validator);

    List<Deployment> ofServer(String serverId);

    List<Deployment> ofChute(String chuteId);

    Optional<Deployment> byId(String deploymentId);

    Optional<Deployment> byConfigId(String configId);

    Optional<Deployment> byInstanceId(String instanceId);

    void setConfigId(String deploymentId, String configId);

    /** Host, first node port and the end of being a stub: the workload exists. */
    void setEndpoint(String deploymentId, @Nullable String host, int port);

    void setPhase(String deploymentId, String phase, @Nullable String reason);

    /** Sets what is null and never moves a time backwards. */
    void setInstance(
            String deploymentId,
            @Nullable String instanceId,
            @Nullable Instant verifiedAt,
            @Nullable Instant activatedAt,
            @Nullable Boolean active);
}
