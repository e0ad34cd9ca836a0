package dev.rigger.web.monitor;

import dev.rigger.monitor.cache.ClusterCache;
import dev.rigger.monitor.cache.ClusterHealth;
import dev.rigger.monitor.wire.ResourceType;
import dev.rigger.monitor.wire.WireTime;
import dev.rigger.web.access.Open;
import dev.rigger.web.access.Signed;
import dev.rigger.web.answers.Refused;
import dev.rigger.web.answers.WebRole;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What agents pushed, for dashboards. Names, states and counts are open to everyone, as the protocol has it; objects want a
 * signature.
 */
@WebRole
@Controller("/api/v1/monitoring")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "monitor")
final class MonitoringController {
    private final ClusterCache cache;
    private final InstantSource clock;

    MonitoringController(ClusterCache cache, InstantSource clock) {
        this.cache = cache;
        this.clock = clock;
    }

    /** Every cluster's state and how many objects it has. */
    @Open
    @Get("/clusters")
    List<Overview.Cluster> clusters() {
        return cache.all().values().stream().map(this::overview).toList();
    }

    /** The same, summed up. */
    @Open
    @Get("/overview")
    Overview overview() {
        return Overview.of(clusters(), WireTime.of(clock.instant()));
    }

    /** One cluster's state and all of its objects. */
    @Signed
    @Get("/clusters/details")
    String details(@QueryValue("cluster_name") String clusterName) {
        return resources(clusterName, null);
    }

    /** Objects of one cluster or all, of one type or all. */
    @Signed
    @Get("/clusters/resources")
    String resources(
            @QueryValue("cluster_name") @Nullable String clusterName,
            @QueryValue("resource_type") @Nullable String resourceType) {
        List<ResourceType> types = resourceType == null ? List.of(ResourceType.values()) : List.of(type(resourceType));
        Collection<ClusterHealth> clusters = clusterName == null ? cache.all().values() : List.of(health(clusterName));
        return "{\"clusters\":["
                + String.join(",", clusters.stream().map(c -> objects(c, types)).toList()) + "]}";
    }

    private Overview.Cluster overview(ClusterHealth health) {
        return Overview.Cluster.of(health, cache.counts(health.cluster()));
    }

    /** What is stored is JSON already, so it is put together as it is. */
    private String objects(ClusterHealth health, List<ResourceType> types) {
        int count = 0;
        List<String> lists = new ArrayList<>();
        for (ResourceType type : types) {
            Map<String, String> objects = cache.objects(health.cluster(), type);
            count += objects.size();
            lists.add("\"" + type.keyName() + "\":[" + String.join(",", objects.values()) + "]");
        }
        return "{\"cluster_name\":\"" + health.cluster() + "\",\"state\":\""
                + health.state().wire() + "\",\"resources\":{" + String.join(",", lists) + "},\"count\":" + count
                + "}";
    }

    private ClusterHealth health(String clusterName) {
        return cache.healthOf(clusterName)
                .orElseThrow(() -> new Refused(
                        HttpStatus.NOT_FOUND,
                        "Cluster " + clusterName + " is not registered.",
                        "CLUSTER_NOT_REGISTERED",
                        "Its agent registers it when monitoring is started there."));
    }

    private static ResourceType type(String name) {
        return ResourceType.named(name)
                .orElseThrow(() -> new Refused(
                        HttpStatus.BAD_REQUEST,
                        "There is no resource type of that name.",
                        "RESOURCE_TYPE_UNKNOWN",
                        "It is one of node, deployment, service, pod and job."));
    }
}
