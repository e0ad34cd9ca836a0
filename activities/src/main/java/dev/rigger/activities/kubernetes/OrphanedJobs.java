package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.inventory.Server;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.workflows.reconcile.OrphanWorkloads;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends Jobs whose deployment nobody knows. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class OrphanedJobs implements OrphanWorkloads {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedJobs.class);

    private final Clusters clusters;
    private final KubernetesSettings settings;

    OrphanedJobs(Clusters clusters, KubernetesSettings settings) {
        this.clusters = clusters;
        this.settings = settings;
    }

    @Override
    public void delete(String cluster, String deploymentId) {
        try {
            named(cluster).deleteWorkload(deploymentId, settings.shutdownTime());
            LOG.warn("the Job of {} in cluster {} belongs to no deployment; it is deleted", deploymentId, cluster);
        } catch (ClusterFailure away) {
            LOG.warn("{}: {}; the next comparison deletes it", away.code(), away.getMessage());
        }
    }

    /** A server's own cluster has the server's name. */
    private Cluster named(String cluster) {
        return cluster.equals(Server.HOME_CLUSTER) ? clusters.home() : clusters.ofNode(cluster);
    }
}
