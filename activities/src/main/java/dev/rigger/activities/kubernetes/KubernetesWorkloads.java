package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A deployment's objects in its server's cluster. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public class KubernetesWorkloads implements WorkloadActivities {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesWorkloads.class);

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
        WorkloadSpec spec = specs.of(deployment, server);
        if (spec.lacksSeed()) {
            return new Workload.Refused("Server " + server.name() + " has no seed of its validator, and chute "
                    + spec.chute().chuteId()
                    + " is started with it (SEED_UNKNOWN). It comes with the validator's list of"
                    + " GPUs; see that the server is in it.");
        }
        try {
            int port = clusters.of(server).createWorkload(spec);
            deployments.setEndpoint(deploymentId, server.ipAddress(), port);
            return new Workload.Created(port);
        } catch (ClusterFailure failure) {
            if (failure.code() == ClusterFailure.Code.CLUSTER_REFUSED
                    || failure.code() == ClusterFailure.Code.FIELD_CONFLICT) {
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
            deployments.byId(deploymentId).ifPresent(this::delete);
        } catch (ClusterFailure failure) {
            throw Retryable.of(failure);
        }
    }

    private void delete(Deployment row) {
        Server server = server(row);
        Cluster cluster = clusters.of(server);
        cluster.deleteWorkload(row.deploymentId(), settings.shutdownTime());
        if (server.isTee()) {
            return;
        }
        try {
            cluster.deleteCode(row.chuteId(), row.version(), () -> anotherNeedsTheCode(row, server));
        } catch (ClusterFailure failure) {
            if (failure.code() != ClusterFailure.Code.CLUSTER_REFUSED) {
                throw failure;
            }
            LOG.info("The code of {} stays: {}", row.chuteId(), failure.getMessage());
        }
    }

    private boolean anotherNeedsTheCode(Deployment row, Server server) {
        return deployments.ofChute(row.chuteId()).stream()
                .filter(other -> !other.deploymentId().equals(row.deploymentId()))
                .filter(other -> other.version().equals(row.version()))
                .anyMatch(other -> servers.byId(other.serverId())
                        .filter(on -> on.cluster().equals(server.cluster()))
                        .isPresent());
    }

    @Override
    public void confirmGone(String deploymentId) {
        new PatientLook("pod of deployment " + deploymentId)
                .until(
                        () -> lookAtPod(deploymentId),
                        sighting -> sighting.state() == PodSighting.State.ABSENT,
                        KubernetesWorkloads::stillThere);
    }

    private static String stillThere(PodSighting sighting) {
        String words = sighting.inWords();
        return words == null ? sighting.state().name() : sighting.state() + ", " + words;
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
