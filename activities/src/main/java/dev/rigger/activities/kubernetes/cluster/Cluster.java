package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.onboarding.NodeFacts;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One Kubernetes cluster, as far as a miner needs it. Every call is live and idempotent, and throws {@link ClusterFailure}
 * when it brought no answer; calls beyond the cluster's limit fail as busy after a short wait.
 */
public interface Cluster extends AutoCloseable {
    String name();

    /** Whether the last call that ended brought no answer. */
    boolean silent();

    /**
     * Creates the namespace's network policies where they are missing, the code ConfigMap where the chute needs one, then
     * Service, then Job; whatever an earlier attempt of the same deployment created is kept.
     *
     * @return the node port of the chute's primary port
     */
    int createWorkload(WorkloadSpec spec);

    /** Absent only when neither Job nor pod exists. */
    PodSighting lookAt(String deploymentId);

    /** Deletes Job, after its pods, and Service; absent is success. Does not wait. */
    void deleteWorkload(String deploymentId, Duration grace);

    /** All chutes' Jobs and pods, by deployment: two calls however many there are. */
    List<ChuteSighting> chutes();

    /** Services of all chutes, and ConfigMaps with chutes' code. */
    List<Belonging> belongings();

    /** Absent is success. */
    void delete(Belonging belonging);

    Optional<NodeFacts> node(String name);

    /** Everything that can be seen of a node before anything is done with it; empty when there is no such node. */
    Optional<NodeView> lookAtNode(String name);

    /** Sets labels, or removes those whose value is empty; empty when there is no such node. */
    Optional<NodeFacts> label(String node, Map<String, Optional<String>> labels);

    /** Creates the Job unless one of its name exists. */
    void startJob(Job job);

    /** Empty when there is no such Job. */
    Optional<JobSighting> job(String name);

    /** Deletes Job and pods; absent is success. */
    void deleteJob(String name);

    /**
     * Watches the chutes' pods until closed, through lost connections, expired versions and restarts of the API server.
     *
     * @param changed told of each pod that changed, by deployment; a pod that went away is told as empty
     */
    AutoCloseable watchChutes(Consumer<PodChange> changed);

    @Override
    void close();

    /** A chute's pod in a live list. */
    record ChuteSighting(String deploymentId, PodSighting pod) {}

    /**
     * @param pod empty when the pod went away; whether its Job did is another question
     */
    record PodChange(String deploymentId, Optional<PodSighting> pod) {}

    /**
     * What a deployment, or the code of a chute's version, has besides Jobs and pods.
     *
     * @param kind {@code Service} or {@code ConfigMap}
     * @param deploymentId empty for a ConfigMap
     */
    record Belonging(String kind, String name, String deploymentId, String chuteId, String version, Instant createdAt) {
        public boolean isService() {
            return kind.equals("Service");
        }
    }

    /**
     * @param message what the pod left as its termination message
     */
    record JobSighting(PodSighting pod, Optional<String> message) {}
}
