package dev.rigger.web.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rigger.monitor.cache.ClusterHealth;
import dev.rigger.monitor.wire.ClusterState;
import dev.rigger.monitor.wire.ResourceType;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All clusters at a glance.
 *
 * @param totalResources objects by type
 * @param lastUpdated ISO 8601
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record Overview(
        Summary healthSummary, Map<String, Long> totalResources, List<Cluster> clusterOverviews, String lastUpdated) {
    /** Clusters by state; offline are those whose agent was never heard. */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Summary(
            int totalClusters,
            int healthyClusters,
            int unhealthyClusters,
            int startingClusters,
            int errorClusters,
            int offlineClusters) {}

    /**
     * @param lastHeartbeat ISO 8601
     * @param resourceCounts objects by type
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Cluster(
            String clusterName,
            String state,
            @Nullable String lastHeartbeat,
            @Nullable String errorMessage,
            boolean isHealthy,
            Map<String, Long> resourceCounts,
            long totalResources) {
        static Cluster of(ClusterHealth health, Map<ResourceType, Long> counts) {
            Map<String, Long> byName = new LinkedHashMap<>();
            counts.forEach((type, count) -> byName.put(type.keyName(), count));
            return new Cluster(
                    health.cluster(),
                    health.state().wire(),
                    health.lastHeartbeat().isEmpty() ? null : health.lastHeartbeat(),
                    health.error().isEmpty() ? null : health.error(),
                    health.state().healthy(),
                    byName,
                    counts.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    static Overview of(List<Cluster> clusters, String now) {
        Map<String, Long> totals = new LinkedHashMap<>();
        clusters.forEach(
                cluster -> cluster.resourceCounts().forEach((type, count) -> totals.merge(type, count, Long::sum)));
        return new Overview(
                new Summary(
                        clusters.size(),
                        (int) clusters.stream().filter(Cluster::isHealthy).count(),
                        in(ClusterState.UNHEALTHY, clusters),
                        in(ClusterState.STARTING, clusters),
                        in(ClusterState.ERROR, clusters),
                        in(ClusterState.INACTIVE, clusters)),
                totals,
                clusters,
                now);
    }

    private static int in(ClusterState state, List<Cluster> clusters) {
        return (int) clusters.stream()
                .filter(cluster -> cluster.state().equals(state.wire()))
                .count();
    }
}
