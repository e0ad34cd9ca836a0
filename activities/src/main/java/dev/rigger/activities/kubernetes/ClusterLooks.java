package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.SeenJob;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.inventory.Sightings;
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
    private final Sightings sightings;
    private final InstantSource clock;

    public ClusterLooks(Servers servers, Clusters clusters, Sightings sightings, InstantSource clock) {
        this.servers = servers;
        this.clusters = clusters;
        this.sightings = sightings;
        this.clock = clock;
    }

    @Override
    public List<ClusterLook> lookAtClusters(String validator) {
        Map<String, Server> ours = servers.ofValidator(validator).stream()
                .collect(Collectors.toMap(Server::cluster, server -> server, (one, same) -> one));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ClusterLook>> looks = ours.values().stream()
                    .map(server -> threads.submit(() -> lookAt(server, validator)))
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

    private ClusterLook lookAt(Server server, String validator) {
        String cluster = server.cluster();
        String source = Epoch.ofCluster(cluster);
        Instant begun = clock.instant();
        try {
            List<SeenJob> seen = clusters.of(server).chutes().stream()
                    .map(chute -> new SeenJob(
                            cluster,
                            chute.deploymentId(),
                            chute.pod().state().name(),
                            chute.pod().detail(),
                            begun))
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
}
