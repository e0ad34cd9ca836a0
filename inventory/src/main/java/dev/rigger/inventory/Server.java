package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GPU server: table {@code servers}. {@code labels} as JSON; {@code hourlyCost} USD per GPU and hour; {@code kubeconfig} encrypted, null for a node of the cluster behind KUBECONFIG; {@code state} is one of ONBOARDING, READY, LEAVING; {@code nodeName} null where it is the server's. */
@MappedEntity("servers")
public record Server(
        @Id String serverId,
        String validator,
        String name,
        @Nullable String ipAddress,
        @Nullable String agentApi,
        @Nullable Integer verificationPort,
        String status,
        Instant createdAt,
        @MappedProperty(converter = LabelsColumn.class) Map<String, String> labels,
        @Nullable Long seed,
        int gpuCount,
        int cpuPerGpu,
        int memoryPerGpu,
        double hourlyCost,
        boolean locked,
        @Nullable String kubeconfig,
        boolean isTee,
        String state,
        long generation,
        @Nullable String nodeName) {
    /** The cluster that every server without a kubeconfig of its own is a node of. */
    public static final String HOME_CLUSTER = "home";

    /** Without its kubeconfig and seed, so that it may stand in a log. */
    @Override
    public String toString() {
        return "Server " + name + " (" + serverId + ") of " + validator;
    }

    /** Name of the Kubernetes node that it is. */
    public String node() {
        return nodeName == null ? name : nodeName;
    }

    /** Name of the cluster in which it stands. */
    public String cluster() {
        return kubeconfig == null ? HOME_CLUSTER : name;
    }
}
