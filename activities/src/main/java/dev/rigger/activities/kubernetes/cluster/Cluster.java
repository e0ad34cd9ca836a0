package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.BootstrapObject;
import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.inventory.NodeState;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.onboarding.NodeFacts;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /**
     * Deletes the code ConfigMap of a chute's version, unless somebody needs it or came to need it meanwhile; absent is
     * success.
     *
     * @param needed asked after the map was read, so that whoever asks for it later changes it and is noticed
     */
    void deleteCode(String chuteId, String version, BooleanSupplier needed);

    /** Services of all chutes, and ConfigMaps with chutes' code. */
    List<Belonging> belongings();

    /** Whatever Services and code may belong to: each Job, pod and Deployment of the namespace, at whatever stage. */
    List<Owner> owners();

    /** Absent is success; what changed since it was seen stays. */
    void delete(Belonging belonging);

    Optional<NodeFacts> node(String name);

    /** Everything that can be seen of a node before anything is done with it; empty when there is no such node. */
    Optional<NodeView> lookAtNode(String name);

    /** All of the cluster that a comparison needs: one list of Jobs, one of pods and one of nodes, page by page. */
    Look look();

    /**
     * Sets labels, or removes those whose value is empty; empty when there is no such node. Those that are set at a time are
     * all that we set on that node.
     */
    Optional<NodeFacts> label(String node, Map<String, Optional<String>> labels);

    /** Creates the Job unless one of its name exists. */
    void startJob(Job job);

    /**
     * Creates the Job, and a Service that goes when the Job goes, unless they are there. Those of another run, by the Job's
     * annotation {@link BootstrapObject#RUN}, are deleted first, which fails as busy until they are gone.
     *
     * @return the node port of the Service's first port
     */
    int startServed(Job job, Service service);

    /** Absent is success. */
    void deleteService(String name);

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

    /**
     * A chute's pod in a live list.
     *
     * @param node that the pod was given to; null before there is a pod
     */
    record ChuteSighting(
            String deploymentId, PodSighting pod, @Nullable String node) {
        /** Whether how its node is would say more of the pod than it shows by itself. */
        public boolean dependsOnNode() {
            boolean open = pod.state() == PodSighting.State.RUNNING || pod.state() == PodSighting.State.PENDING;
            return open && (pod.why() == null || pod.why() == Reason.NODE_NOT_READY);
        }

        /** What the pod shows on a node that is so: a pod whose node is silent or gone neither starts nor ends. */
        public PodSighting podOn(NodeState state) {
            if (!dependsOnNode()) {
                return pod;
            }
            return switch (state) {
                case GONE -> new PodSighting(pod.state(), "node " + node + " is gone", Reason.NODE_GONE);
                case NOT_READY -> new PodSighting(pod.state(), "node " + node + " is not ready", Reason.NODE_NOT_READY);
                case READY, CORDONED -> pod;
            };
        }
    }

    /**
     * All of a cluster at about one moment.
     *
     * @param nodes empty where our user may not see them
     */
    record Look(List<ChuteSighting> chutes, Optional<List<NodeSighting>> nodes) {}

    /**
     * A node in a live list.
     *
     * @param uid what a server that is this node has as its id
     * @param freeDiskGib ephemeral storage that nobody has requested, less what stays with the host
     */
    record NodeSighting(String uid, String name, NodeState state, int freeDiskGib) {}

    /**
     * @param pod empty when the pod went away; whether its Job did is another question
     */
    record PodChange(String deploymentId, Optional<PodSighting> pod) {}

    /**
     * What a deployment, or the code of a chute's version, has besides Jobs and pods.
     *
     * @param kind {@code Service} or {@code ConfigMap}
     * @param deploymentId empty for a ConfigMap
     * @param resourceVersion as it was seen
     */
    record Belonging(
            String kind,
            String name,
            String deploymentId,
            String chuteId,
            String version,
            Instant createdAt,
            String resourceVersion) {
        public boolean isService() {
            return kind.equals("Service");
        }
    }

    /**
     * Something that runs, ran or will run.
     *
     * @param deploymentIds by its label, by its name and by the name of its Job, where they tell one
     * @param chuteId empty where no label tells it, as is the version
     */
    record Owner(Set<String> deploymentIds, String chuteId, String version) {}

    /**
     * @param message what the pod left as its termination message
     */
    record JobSighting(PodSighting pod, Optional<String> message) {}
}
