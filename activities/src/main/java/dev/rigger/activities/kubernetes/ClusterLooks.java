package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.SeenJob;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.inventory.Sightings;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.reconcile.ClusterLookActivities;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at all clusters at once, so that one that hangs keeps no other waiting. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public class ClusterLooks implements ClusterLookActivities {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterLooks.class);

    private final Servers servers;
    private final Clusters clusters;
    private final NodeLook nodeLook;
    private final Sightings sightings;
    private final InstantSource clock;

    public ClusterLooks(
            Servers servers, Clusters clusters, NodeLook nodeLook, Sightings sightings, InstantSource clock) {
        this.servers = servers;
        this.clusters = clusters;
        this.nodeLook = nodeLook;
        this.sightings = sightings;
        this.clock = clock;
    }

    @Override
    public List<ClusterLook> lookAtClusters(String validator) {
        List<Server> all = servers.ofValidator(validator);
        Map<String, List<Server>> ours = all.stream().collect(Collectors.groupingBy(Server::cluster));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ClusterLook>> looks = ours.values().stream()
                    .map(here -> threads.submit(() -> lookAt(here, validator)))
                    .toList();
            return looks.stream().map(ClusterLooks::result).toList();
        }
    }

    private static ClusterLook result(Future<ClusterLook> look) {
        try {
            return look.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A look at a cluster could not be stored; the pass is tried again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The look at the clusters was interrupted; it is made again", e);
        }
    }

    private ClusterLook lookAt(List<Server> here, String validator) {
        String cluster = here.getFirst().cluster();
        String source = Epoch.ofCluster(cluster);
        Instant begun = clock.instant();
        try {
            Cluster.Look look = clusters.of(here.getFirst()).look();
            NodeLook.Seen nodes = nodeLook.at(look, here, begun);
            List<SeenJob> seen = look.chutes().stream()
                    .map(chute -> seen(cluster, chute, nodes.podOf(chute), begun))
                    .toList();
            sightings.saveJobs(new Epoch(source, validator, begun, true, false, seen.size()), cluster, seen);
            return new ClusterLook(cluster, true, seen.size());
        } catch (ClusterFailure failure) {
            LOG.warn("{}: {}", failure.code(), failure.getMessage());
            if (failure.code() == ClusterFailure.Code.CLUSTER_BUSY) {
                // Our own limit says nothing of the cluster: what was seen last still counts, until it is too old.
                return new ClusterLook(cluster, false, 0);
            }
            sightings.saveEpoch(new Epoch(source, validator, begun, false, false, 0));
            return new ClusterLook(cluster, false, 0);
        }
    }

    private static SeenJob seen(String cluster, Cluster.ChuteSighting chute, PodSighting pod, Instant at) {
        Reason why = pod.why();
        return new SeenJob(
                cluster, chute.deploymentId(), pod.state().name(), pod.detail(), why == null ? null : why.name(), at);
    }
}
