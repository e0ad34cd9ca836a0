package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.CodeMap;
import dev.rigger.activities.kubernetes.objects.JobObject;
import dev.rigger.activities.kubernetes.objects.ServiceObject;
import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.onboarding.NodeFacts;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A cluster behind a Kubernetes API server. */
final class ApiServerCluster implements Cluster {
    private static final Pages PAGES = new Pages(500);
    private static final int CREATIONS = 3;

    private final String name;
    private final KubernetesClient client;
    private final String namespace;
    private final Bulkhead bulkhead;
    private final JobObject jobs;
    private final NetworkPolicies policies;
    private volatile boolean silent;
    private final NodeViews views;
    private final FailedCreations creations;
    private final WholeLooks looks;

    ApiServerCluster(String name, KubernetesClient client, KubernetesSettings settings, JobObject jobs) {
        this.name = name;
        this.client = client;
        this.namespace = settings.namespace();
        this.bulkhead = new Bulkhead(name, settings.callsInFlight(), settings.permitWait());
        this.jobs = jobs;
        this.policies = new NetworkPolicies(name, client, namespace);
        this.views = new NodeViews(client, namespace, settings.nvidiaRuntime());
        this.creations = new FailedCreations(client, namespace);
        this.looks = new WholeLooks(client, namespace, new LeanLists(client, namespace), PAGES, creations::of);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean silent() {
        return silent;
    }

    @Override
    public int createWorkload(WorkloadSpec spec) {
        return call(() -> {
            policies.keep();
            CodeMap.of(spec)
                    .ifPresent(map -> OwnFields.apply(
                            client.configMaps().inNamespace(namespace).resource(map)));
            Service service = createOurs(
                    client.services().inNamespace(namespace).resource(ServiceObject.of(spec)), spec.deploymentId());
            createOurs(
                    client.batch().v1().jobs().inNamespace(namespace).resource(jobs.of(spec, service)),
                    spec.deploymentId());
            return ServiceObject.nodePort(service, ServiceObject.PRIMARY_PORT);
        });
    }

    @Override
    public PodSighting lookAt(String deploymentId) {
        // The Job first: once it is gone nothing makes pods, so that an empty list after it means gone.
        return call(() -> {
            Job job = jobNamed(WorkloadNames.job(deploymentId)).get();
            List<Pod> pods = podsOf(deploymentId);
            ChuteSighting seen = ChuteList.sighting(deploymentId, job, pods, creations::of);
            String node = seen.node();
            return node == null || !seen.dependsOnNode() ? seen.pod() : seen.podOn(looks.state(node));
        });
    }

    /** By their Job, whatever became of their labels; and by their label, whatever became of their Job. */
    private List<Pod> podsOf(String deploymentId) {
        List<Pod> pods = pods(Map.of("job-name", WorkloadNames.job(deploymentId)));
        return pods.isEmpty() ? pods(WorkloadNames.selector(deploymentId)) : pods;
    }

    @Override
    public void deleteWorkload(String deploymentId, Duration grace) {
        run(() -> {
            jobNamed(WorkloadNames.job(deploymentId))
                    .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                    .withGracePeriod(grace.toSeconds())
                    .delete();
            boolean deleted = !client.services()
                    .inNamespace(namespace)
                    .withName(WorkloadNames.service(deploymentId))
                    .delete()
                    .isEmpty();
            if (!deleted) {
                client.services()
                        .inNamespace(namespace)
                        .withName(WorkloadNames.oldService(deploymentId))
                        .delete();
            }
        });
    }

    @Override
    public void deleteCode(String chuteId, String version, BooleanSupplier needed) {
        run(() -> {
            ConfigMap map = client.configMaps()
                    .inNamespace(namespace)
                    .withName(WorkloadNames.codeMap(chuteId, version))
                    .get();
            if (map == null || needed.getAsBoolean()) {
                return;
            }
            try {
                client.configMaps()
                        .inNamespace(namespace)
                        .resource(map)
                        .lockResourceVersion(map.getMetadata().getResourceVersion())
                        .delete();
            } catch (KubernetesClientException e) {
                // Whoever changed it since it was read needs it.
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
            }
        });
    }

    @Override
    public Look look() {
        return call(looks::all);
    }

    @Override
    public List<Belonging> belongings() {
        return call(() -> Belongings.all(client, namespace, PAGES));
    }

    @Override
    public List<Owner> owners() {
        return call(() -> Belongings.owners(client, namespace, PAGES));
    }

    @Override
    public void delete(Belonging belonging) {
        run(() -> Belongings.delete(client, namespace, belonging));
    }

    @Override
    public Optional<NodeFacts> node(String nodeName) {
        return call(() -> Optional.ofNullable(client.nodes().withName(nodeName).get()))
                .map(NodeReader::facts);
    }

    @Override
    public Optional<NodeView> lookAtNode(String nodeName) {
        return call(() -> views.lookAt(nodeName));
    }

    @Override
    public Optional<NodeFacts> label(String nodeName, Map<String, Optional<String>> labels) {
        return call(() -> {
            try {
                return Optional.ofNullable(client.nodes().withName(nodeName).get())
                        .map(node -> NodeReader.facts(labelled(node, labels)));
            } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                    return Optional.<NodeFacts>empty();
                }
                throw e;
            }
        });
    }

    /** Labels that go, go whoever set them; those that are set stay others' where others set them otherwise. */
    private Node labelled(Node node, Map<String, Optional<String>> labels) {
        return labels.values().stream().allMatch(Optional::isPresent)
                ? OwnFields.apply(client.nodes().resource(LabelPatch.applied(node, labels)))
                : client.nodes()
                        .withName(node.getMetadata().getName())
                        .patch(PatchContext.of(PatchType.JSON_MERGE), LabelPatch.json(labels));
    }

    @Override
    public void startJob(Job job) {
        run(() -> createUnlessThere(
                client.batch().v1().jobs().inNamespace(namespace).resource(job)));
    }

    @Override
    public int startServed(Job job, Service service) {
        return call(() -> ServedJobs.start(client, namespace, job, service));
    }

    @Override
    public void deleteService(String serviceName) {
        run(() -> client.services().inNamespace(namespace).withName(serviceName).delete());
    }

    @Override
    public Optional<JobSighting> job(String jobName) {
        return call(() -> {
            Job job = jobNamed(jobName).get();
            List<Pod> pods = pods(Map.of("job-name", jobName));
            return job == null
                    ? Optional.empty()
                    : Optional.of(new JobSighting(PodReader.sighting(job, pods), PodReader.terminationMessage(pods)));
        });
    }

    @Override
    public void deleteJob(String jobName) {
        run(() -> jobNamed(jobName)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete());
    }

    @Override
    public AutoCloseable watchChutes(Consumer<PodChange> changed) {
        return ChuteWatch.start(client, namespace, changed);
    }

    @Override
    public void close() {
        client.close();
    }

    private Resource<Job> jobNamed(String jobName) {
        return client.batch().v1().jobs().inNamespace(namespace).withName(jobName);
    }

    private List<Pod> pods(Map<String, String> labels) {
        return PAGES.all(client.pods().inNamespace(namespace).withLabels(labels)::list);
    }

    /** Creates it; what is there under the name counts when it is the same deployment's. */
    private static <T extends HasMetadata> T createOurs(Resource<T> wanted, String deploymentId) {
        T present = createUnlessThere(wanted);
        String owner = present.getMetadata().getLabels() == null
                ? null
                : present.getMetadata().getLabels().get(WorkloadNames.DEPLOYMENT_ID);
        if (!deploymentId.equals(owner)) {
            throw new ClusterFailure(
                    ClusterFailure.Code.CLUSTER_REFUSED,
                    present.getKind() + " " + present.getMetadata().getName() + " exists and is not deployment "
                            + deploymentId + "'s; look at its label " + WorkloadNames.DEPLOYMENT_ID,
                    null);
        }
        return present;
    }

    /** What is there by then may be gone again when it is read: it is created anew. */
    static <T extends HasMetadata> T createUnlessThere(Resource<T> wanted) {
        for (int attempt = 1; ; attempt++) {
            try {
                return wanted.create();
            } catch (KubernetesClientException e) {
                T present = e.getCode() == HttpURLConnection.HTTP_CONFLICT ? wanted.get() : null;
                if (present != null) {
                    return present;
                }
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == CREATIONS) {
                    throw e;
                }
            }
        }
    }

    private void run(Runnable work) {
        call(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    private <T> T call(Supplier<T> work) {
        return bulkhead.call(() -> {
            try {
                T answer = work.get();
                silent = false;
                return answer;
            } catch (KubernetesClientException e) {
                ClusterFailure failure = failure(e, e.getCode());
                silent = failure.code() == ClusterFailure.Code.CLUSTER_UNREACHABLE;
                throw failure;
            }
        });
    }

    /** The cluster's own words are kept: they name objects and rules, never what was in the request. */
    private ClusterFailure failure(KubernetesClientException e, int status) {
        boolean refused = status == HttpURLConnection.HTTP_BAD_REQUEST
                || status == HttpURLConnection.HTTP_FORBIDDEN
                || status == HttpURLConnection.HTTP_NOT_FOUND
                || status == HttpURLConnection.HTTP_CONFLICT
                || status == HttpURLConnection.HTTP_UNSUPPORTED_TYPE
                || status == 422;
        return new ClusterFailure(
                refused ? ClusterFailure.Code.CLUSTER_REFUSED : ClusterFailure.Code.CLUSTER_UNREACHABLE,
                "Cluster " + name + (refused ? " refuses: " : " does not answer: ") + reason(e),
                null);
    }

    private static @Nullable String reason(KubernetesClientException e) {
        if (e.getStatus() != null) {
            return e.getStatus().getMessage();
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + root.getMessage());
    }
}
