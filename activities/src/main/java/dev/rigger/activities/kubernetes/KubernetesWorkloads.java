package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.Workload;
import dev.rigger.workflows.deployment.WorkloadActivities;
import io.micronaut.context.annotation.Requires;
import io.temporal.failure.ApplicationFailure;
import jakarta.inject.Singleton;
import java.util.Optional;

/** A deployment's objects in its server's cluster. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public class KubernetesWorkloads implements WorkloadActivities {
    private final Deployments deployments;
    private final Servers servers;
    private final Clusters clusters;
    private final WorkloadSpecs specs;
    private final KubernetesSettings settings;

    public KubernetesWorkloads(
            Deployments deployments,
            Servers servers,
            Clusters clusters,
            WorkloadSpecs specs,
            KubernetesSettings settings) {
        this.deployments = deployments;
        this.servers = servers;
        this.clusters = clusters;
        this.specs = specs;
        this.settings = settings;
    }

    /**
     * While the row is held: an attempt that outlives its time-out must not make a Job after its deployment, which says in
     * the row that it ends before it deletes anything, looked for one in vain. A held row is a connection to the database, so
     * a cluster that was silent has to answer a look first: clusters that hang must not take the connections of all others.
     */
    @Override
    public Workload createWorkload(String deploymentId) {
        if (clusters.anySilent()) {
            hearFrom(deploymentId);
        }
        return deployments
                .holding(deploymentId, this::create)
                .orElseThrow(() -> Retryable.gone("Deployment", deploymentId, "DEPLOYMENT_UNKNOWN"));
    }

    private void hearFrom(String deploymentId) {
        try {
            clusterOf(deploymentId).filter(Cluster::silent).ifPresent(cluster -> cluster.lookAt(deploymentId));
        } catch (ClusterFailure failure) {
            throw Retryable.of(failure);
        }
    }

    private Workload create(Deployment deployment) {
        String deploymentId = deployment.deploymentId();
        if (Phase.valueOf(deployment.phase()).compareTo(Phase.ACTIVE) > 0) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "Deployment " + deploymentId + " ends, so nothing is created for it any more (DEPLOYMENT_ENDING)",
                    "DEPLOYMENT_ENDING");
        }
        Server server = server(deployment);
        try {
            int port = clusters.of(server).createWorkload(specs.of(deployment, server));
            deployments.setEndpoint(deploymentId, server.ipAddress(), port);
            return new Workload.Created(port);
        } catch (ClusterFailure failure) {
            if (failure.code() == ClusterFailure.Code.CLUSTER_REFUSED) {
                return new Workload.Refused(String.valueOf(failure.getMessage()));
            }
            throw Retryable.of(failure);
        }
    }

    @Override
    public PodSighting lookAtPod(String deploymentId) {
        try {
            Optional<Cluster> cluster = clusterOf(deploymentId);
            return cluster.isPresent()
                    ? cluster.get().lookAt(deploymentId)
                    : new PodSighting(PodSighting.State.ABSENT, "the deployment has no row");
        } catch (ClusterFailure failure) {
            throw Retryable.of(failure);
        }
    }

    @Override
    public void deleteWorkload(String deploymentId) {
        try {
            clusterOf(deploymentId).ifPresent(cluster -> cluster.deleteWorkload(deploymentId, settings.shutdownTime()));
        } catch (ClusterFailure failure) {
            throw Retryable.of(failure);
        }
    }

    @Override
    public void confirmGone(String deploymentId) {
        new PatientLook("pod of deployment " + deploymentId)
                .until(() -> lookAtPod(deploymentId), sighting -> sighting.state() == PodSighting.State.ABSENT);
    }

    /** Empty when the deployment's row is released already: then it owns nothing in any cluster that we could free. */
    private Optional<Cluster> clusterOf(String deploymentId) {
        return deployments.byId(deploymentId).map(deployment -> clusters.of(server(deployment)));
    }

    private Server server(Deployment deployment) {
        return servers.byId(deployment.serverId())
                .orElseThrow(() -> Retryable.gone("Server", deployment.serverId(), "SERVER_UNKNOWN"));
    }
}
