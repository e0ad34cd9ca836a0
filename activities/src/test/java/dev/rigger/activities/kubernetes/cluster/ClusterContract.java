package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.activities.kubernetes.objects.CleanupObject;
import dev.rigger.activities.kubernetes.objects.ExtraPort;
import dev.rigger.activities.kubernetes.objects.JobObject;
import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.devnet.cluster.DevnetCluster;
import dev.rigger.devnet.cluster.kubelet.Death;
import dev.rigger.inventory.NodeState;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.PodSighting.State;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.onboarding.NodeFacts;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every cluster does, whatever is behind it. Its pods run until they are stopped; cleanups end by themselves. */
@ExtendWith(CapabilityCount.class)
abstract class ClusterContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

    /** A node with 8 GPUs and the label that tells a GPU's memory. */
    private static final String NODE = "h200-0";

    abstract Cluster cluster();

    /** The servers behind it. */
    abstract DevnetCluster servers();

    /** Old versions are forgotten, where there are any; the API server may go and come back meanwhile. */
    void forgetHistory() {}

    /** Connects as production does, to whatever the kubeconfig names. */
    static Cluster connect(String kubeconfig) {
        return connect(kubeconfig, Sample.kubernetes(null));
    }

    private static Cluster connect(String kubeconfig, KubernetesSettings settings) {
        return new ApiServerCluster(
                "home",
                ClientConfigs.client(ClientConfigs.of("devnet", kubeconfig, settings)),
                settings,
                new JobObject(settings, Sample.cache(), Sample.MINER));
    }

    /** What somebody with kubectl does, past Rigger. */
    final <T> T byHand(Function<KubernetesClient, T> work) {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(servers().kubeconfig()))
                .build()) {
            return work.apply(client);
        }
    }

    @Test
    void aWorkloadRunsAndTellsItsNodePort() {
        WorkloadSpec spec = spec();

        int port = cluster().createWorkload(spec);

        assertThat(port).isBetween(30_000, 32_767);
        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.RUNNING);
    }

    @Test
    void oldAndTrustedChutesRunToo() {
        WorkloadSpec old = spec("0.2.9", false);
        WorkloadSpec trusted = spec("0.6.0", true);

        cluster().createWorkload(old);
        cluster().createWorkload(trusted);

        await(() -> cluster().lookAt(old.deploymentId()).state() == State.RUNNING);
        await(() -> cluster().lookAt(trusted.deploymentId()).state() == State.RUNNING);
    }

    @Test
    void aJobCreatedTwiceUnderOneNameIsOneJob() {
        WorkloadSpec spec = spec();

        int first = cluster().createWorkload(spec);
        int second = cluster().createWorkload(spec);

        assertThat(second).isEqualTo(first);
        assertThat(cluster().chutes())
                .extracting(Cluster.ChuteSighting::deploymentId)
                .containsOnlyOnce(spec.deploymentId());
    }

    @Test
    void anObjectOfSomebodyElseUnderOurNameIsRefused() {
        WorkloadSpec spec = spec();
        cluster().createWorkload(spec);
        byHand(kubectl -> kubectl.services()
                .inNamespace("chutes")
                .withName(WorkloadNames.service(spec.deploymentId()))
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"" + WorkloadNames.DEPLOYMENT_ID + "\":\"somebody-else\"}}}"));

        assertThatThrownBy(() -> cluster().createWorkload(spec))
                .isInstanceOfSatisfying(
                        ClusterFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_REFUSED));
    }

    @Test
    void aDeletedWorkloadIsGoneOnlyWhenItsPodIs() {
        WorkloadSpec spec = running();

        cluster().deleteWorkload(spec.deploymentId(), Duration.ofSeconds(10));
        cluster().deleteWorkload(spec.deploymentId(), Duration.ofSeconds(10));

        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.ABSENT);
        assertThat(cluster().chutes())
                .extracting(Cluster.ChuteSighting::deploymentId)
                .doesNotContain(spec.deploymentId());
    }

    @Test
    void whatWasNeverThereIsAbsentAndItsDeletionSucceeds() {
        String nobody = UUID.randomUUID().toString();

        cluster().deleteWorkload(nobody, Duration.ofSeconds(1));
        cluster().deleteJob("nobody");

        assertThat(cluster().lookAt(nobody).state()).isEqualTo(State.ABSENT);
        assertThat(cluster().job("nobody")).isEmpty();
    }

    @Test
    void aNodeTellsItsShares() {
        NodeFacts node = cluster().node(NODE).orElseThrow();

        assertThat(node.gpuCount()).isEqualTo(8);
        assertThat(node.cpuPerGpu()).isEqualTo(4);
        assertThat(node.memoryPerGpuGib()).isEqualTo(140);
        assertThat(node.ready()).isTrue();
        assertThat(node.serverId()).isNotEmpty();
        assertThat(cluster().node("no-such-node")).isEmpty();
    }

    @Test
    void aLookAtANodeShowsWhatIsAroundItAndWhatIsLeftOfItsDisk() {
        NodeView before = cluster().lookAtNode("a100-0").orElseThrow();
        byHand(kubectl -> {
            kubectl.nodes()
                    .withName("a100-0")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"spec\":{\"unschedulable\":true,\"taints\":[{\"key\":\"maintenance\",\"value\":\"soon\","
                                    + "\"effect\":\"NoExecute\"}]}}");
            return kubectl.pods()
                    .inNamespace("chutes")
                    .resource(pod("somebody-elses", "a100-0", "100Gi"))
                    .create();
        });

        NodeView seen = cluster().lookAtNode("a100-0").orElseThrow();

        byHand(kubectl -> {
            kubectl.pods()
                    .inNamespace("chutes")
                    .withName("somebody-elses")
                    .withGracePeriod(0)
                    .delete();
            return kubectl.nodes()
                    .withName("a100-0")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"spec\":{\"unschedulable\":null,\"taints\":null}}");
        });
        assertThat(before.diskGib()).isEqualTo(4_000 - 20);
        assertThat(seen.diskGib()).isEqualTo(4_000 - 100 - 20);
        assertThat(seen.node().getSpec().getUnschedulable()).isTrue();
        assertThat(seen.node().getSpec().getTaints()).anyMatch(taint -> "maintenance".equals(taint.getKey()));
        assertThat(seen.runtimeClass()).isEqualTo(NodeView.Presence.THERE);
        assertThat(seen.namespace()).isEqualTo(NodeView.Presence.THERE);
        assertThat(cluster().lookAtNode("no-such-node")).isEmpty();
    }

    private static Pod pod(String name, String node, String disk) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withName("idle")
                .withImage("idle")
                .withNewResources()
                .addToRequests("ephemeral-storage", new Quantity(disk))
                .endResources()
                .endContainer()
                .addNewToleration()
                .withOperator("Exists")
                .endToleration()
                .endSpec()
                .build();
    }

    @Test
    void labelsAreSetAndRemovedWithoutTouchingOthers() {
        Map<String, String> before = cluster().node(NODE).orElseThrow().labels();

        NodeFacts labelled = cluster()
                .label(NODE, Map.of("chutes/worker", Optional.of("true")))
                .orElseThrow();
        NodeFacts unlabelled =
                cluster().label(NODE, Map.of("chutes/worker", Optional.empty())).orElseThrow();

        assertThat(labelled.labels()).containsEntry("chutes/worker", "true").containsAllEntriesOf(before);
        assertThat(unlabelled.labels()).isEqualTo(before);
        assertThat(cluster().label("no-such-node", Map.of("a", Optional.of("b"))))
                .isEmpty();
    }

    @Test
    void aCleanupLeavesItsReportAndThenNothing() {
        String name = "cleanup-" + UUID.randomUUID();
        var job = CleanupObject.of(
                name, Sample.cache().image(), NODE, Duration.ofDays(1), 1, List.of(), Duration.ofMinutes(1));

        cluster().startJob(job);
        cluster().startJob(job);

        await(() -> cluster()
                .job(name)
                .filter(seen -> seen.pod().state() == State.SUCCEEDED)
                .flatMap(Cluster.JobSighting::message)
                .filter(message -> message.contains("bytes_freed"))
                .isPresent());
        cluster().deleteJob(name);
        await(() -> cluster().job(name).isEmpty());
    }

    @Test
    void aWatchTellsOfAPodsWholeLife() throws Exception {
        WorkloadSpec spec = spec();
        List<String> heard = new CopyOnWriteArrayList<>();
        try (AutoCloseable watch = cluster().watchChutes(change -> {
            if (change.deploymentId().equals(spec.deploymentId())) {
                heard.add(change.pod().map(pod -> pod.state().name()).orElse("AWAY"));
            }
        })) {
            cluster().createWorkload(spec);
            await(() -> heard.contains("RUNNING"));
            cluster().deleteWorkload(spec.deploymentId(), Duration.ofSeconds(10));
            await(() -> heard.contains("AWAY"));
        }
        assertThat(heard).first().isEqualTo("PENDING");
        assertThat(heard).last().isEqualTo("AWAY");
    }

    @Test
    void anImageThatCannotBePulledIsSaidByItsName() {
        servers().faults().failPulls("acme/sample");
        WorkloadSpec spec = spec();
        cluster().createWorkload(spec);

        await(() -> cluster()
                .lookAt(spec.deploymentId())
                .equals(new PodSighting(State.PENDING, "ImagePullBackOff", Reason.IMAGE_PULL_FAILED)));

        servers().faults().allowPulls("acme/sample");
        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.RUNNING);
    }

    @Test
    void aKilledPodIsSaidWithItsExitCode() {
        WorkloadSpec spec = running();

        servers().killPod("chutes", podOf(spec), 137, Death.SIGNAL);

        await(() -> cluster()
                .lookAt(spec.deploymentId())
                .equals(new PodSighting(State.FAILED, "exit code 137", Reason.POD_FAILED)));
    }

    @Test
    void aPodThatTookTooMuchMemoryIsSaidSo() {
        WorkloadSpec spec = running();

        servers().killPod("chutes", podOf(spec), 137, Death.OUT_OF_MEMORY);

        await(() -> cluster()
                .lookAt(spec.deploymentId())
                .equals(new PodSighting(State.FAILED, "OOMKilled, exit code 137", Reason.POD_OUT_OF_MEMORY)));
    }

    @Test
    void anEvictedPodIsSaidSo() {
        WorkloadSpec spec = running();

        servers().killPod("chutes", podOf(spec), 143, Death.EVICTION);

        await(() -> cluster()
                .lookAt(spec.deploymentId())
                .equals(new PodSighting(State.FAILED, "Evicted", Reason.POD_EVICTED)));
    }

    @Test
    void aPodWhoseLabelWasEditedIsNotTakenForGone() {
        WorkloadSpec spec = running();
        String pod = podOf(spec);
        servers().faults().slowStops(NODE, Duration.ofSeconds(2));

        byHand(kubectl -> kubectl.pods()
                .inNamespace("chutes")
                .withName(pod)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"" + WorkloadNames.DEPLOYMENT_ID + "\":\"edited\"}}}"));
        PodSighting edited = cluster().lookAt(spec.deploymentId());
        assertThat(edited.state()).isEqualTo(State.RUNNING);
        assertThat(edited.why()).isEqualTo(Reason.LABELS_EDITED);
        assertThat(cluster().chutes())
                .extracting(Cluster.ChuteSighting::deploymentId)
                .contains(spec.deploymentId())
                .doesNotContain("edited");
        cluster().deleteWorkload(spec.deploymentId(), Duration.ofSeconds(10));

        await(() -> {
            boolean absent = cluster().lookAt(spec.deploymentId()).state() == State.ABSENT;
            boolean gone = byHand(kubectl ->
                    kubectl.pods().inNamespace("chutes").withName(pod).get() == null);
            assertThat(absent && !gone)
                    .as("told as gone while its pod is there")
                    .isFalse();
            return absent;
        });
        servers().faults().slowStops(NODE, Duration.ZERO);
    }

    @Test
    void aPodWhoseNodeWasDeletedByHandIsThereAndSaysSo() {
        int free = seen("l40s-0").orElseThrow().freeDiskGib();
        WorkloadSpec spec = specOn("l40s-0");
        cluster().createWorkload(spec);
        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.RUNNING);
        assertThat(seen("l40s-0").orElseThrow().freeDiskGib()).isEqualTo(free - spec.diskGib());

        Node before = byHand(kubectl -> {
            Node node = kubectl.nodes().withName("l40s-0").get();
            kubectl.nodes().withName("l40s-0").delete();
            return node;
        });

        assertThat(cluster().node("l40s-0")).isEmpty();
        assertThat(seen("l40s-0")).isEmpty();
        assertThat(cluster().lookAt(spec.deploymentId()))
                .isEqualTo(new PodSighting(State.RUNNING, "node l40s-0 is gone", Reason.NODE_GONE));

        before.getMetadata().setResourceVersion(null);
        before.getMetadata().setUid(null);
        byHand(kubectl -> kubectl.nodes().resource(before).create());
        assertThat(cluster().node("l40s-0")).isPresent();
    }

    @Test
    void aCordonedNodeIsSeenAsOneAndItsPodsGoOn() {
        WorkloadSpec spec = running();

        cordon(true);
        assertThat(seen(NODE)).map(Cluster.NodeSighting::state).contains(NodeState.CORDONED);
        assertThat(cluster().lookAt(spec.deploymentId())).isEqualTo(new PodSighting(State.RUNNING, null));

        cordon(false);
        assertThat(seen(NODE)).map(Cluster.NodeSighting::state).contains(NodeState.READY);
    }

    @Test
    void aPodThatNoNodeTakesSaysWhy() {
        String deployment = podByHand("Pending", """
            "conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable",\
            "message":"0/3 nodes are available"}]\
            """);

        assertThat(cluster().lookAt(deployment))
                .isEqualTo(new PodSighting(State.PENDING, "0/3 nodes are available", Reason.POD_UNSCHEDULABLE));
    }

    @Test
    void aPodThatItsNodeTurnedAwaySaysWhy() {
        String deployment = podByHand("Failed", "\"reason\":\"OutOfcpu\"");

        assertThat(cluster().lookAt(deployment))
                .isEqualTo(new PodSighting(State.FAILED, "OutOfcpu", Reason.NODE_REFUSED_POD));
    }

    @Test
    void aPodThatHadToLeaveItsNodeIsEvicted() {
        String deployment = podByHand("Failed", """
            "conditions":[{"type":"DisruptionTarget","status":"True","reason":"EvictionByEvictionAPI"}]\
            """);

        assertThat(cluster().lookAt(deployment))
                .isEqualTo(new PodSighting(State.FAILED, "EvictionByEvictionAPI", Reason.POD_EVICTED));
    }

    @Test
    @Needs(Capability.ADMISSION)
    void aJobWhosePodIsRefusedSaysByWhichRule() {
        try (Cluster other = connect(servers().kubeconfig(), Sample.kubernetesWithRuntime("no-such-class"))) {
            WorkloadSpec spec = spec();
            other.createWorkload(spec);

            await(() -> other.lookAt(spec.deploymentId()).why() == Reason.RUNTIME_CLASS_MISSING);
            assertThat(other.lookAt(spec.deploymentId()).detail()).contains("no-such-class");
            assertThat(other.chutes())
                    .filteredOn(chute -> chute.deploymentId().equals(spec.deploymentId()))
                    .extracting(chute -> chute.pod().why())
                    .containsExactly(Reason.RUNTIME_CLASS_MISSING);
        }
    }

    @Test
    void aNumberMayBeATcpAndAUdpPort() {
        WorkloadSpec base = spec();
        WorkloadSpec spec = Sample.withPorts(base, List.of(new ExtraPort(5000, "TCP"), new ExtraPort(5000, "UDP")));

        cluster().createWorkload(spec);

        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.RUNNING);
    }

    private void cordon(boolean cordoned) {
        byHand(kubectl -> kubectl.nodes()
                .withName(NODE)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"unschedulable\":" + cordoned + "}}"));
    }

    @Test
    void codeThatNobodyNeedsAnyMoreIsDeleted() {
        WorkloadSpec first = spec("0.2.9", false);
        WorkloadSpec second = Sample.spec(UUID.randomUUID().toString(), first.chute(), first.server(), null);
        String chute = first.chute().chuteId();
        cluster().createWorkload(first);

        cluster().deleteCode(chute, first.version(), () -> true);
        assertThat(codeOf(first)).isPresent();

        cluster().deleteCode(chute, first.version(), () -> {
            // Another deployment comes after it was asked whether there is one.
            cluster().createWorkload(second);
            return false;
        });
        assertThat(codeOf(first)).isPresent();

        cluster().deleteCode(chute, first.version(), () -> false);
        cluster().deleteCode(chute, first.version(), () -> false);
        assertThat(codeOf(first)).isEmpty();
    }

    private Optional<ConfigMap> codeOf(WorkloadSpec spec) {
        return byHand(kubectl -> Optional.ofNullable(kubectl.configMaps()
                .inNamespace("chutes")
                .withName(WorkloadNames.codeMap(spec.chute().chuteId(), spec.version()))
                .get()));
    }

    private Optional<Cluster.NodeSighting> seen(String node) {
        return cluster().nodes().stream().filter(n -> n.name().equals(node)).findFirst();
    }

    /** A chute's pod that no Job made and no kubelet looks after, with such a status. */
    private String podByHand(String phase, String status) {
        String deployment = UUID.randomUUID().toString();
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("by-hand-" + deployment)
                .withNamespace("chutes")
                .addToLabels(WorkloadNames.DEPLOYMENT_ID, deployment)
                .endMetadata()
                .withNewSpec()
                .addToNodeSelector("kubernetes.io/hostname", "nowhere")
                .addNewContainer()
                .withName("chute")
                .withImage("idle")
                .endContainer()
                .endSpec()
                .build();
        byHand(kubectl -> {
            kubectl.pods().resource(pod).create();
            return kubectl.pods()
                    .resource(pod)
                    .subresource("status")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"status\":{\"phase\":\"" + phase + "\"," + status + "}}");
        });
        return deployment;
    }

    @Test
    void aJobDeletedByHandIsGoneWhenItsPodIs() {
        WorkloadSpec spec = running();

        byHand(kubectl -> kubectl.batch()
                .v1()
                .jobs()
                .inNamespace("chutes")
                .withName(WorkloadNames.job(spec.deploymentId()))
                .delete());

        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.ABSENT);
    }

    @Test
    void aPodDeletedByHandLeavesAFailedJob() {
        WorkloadSpec spec = running();

        byHand(kubectl -> kubectl.pods()
                .inNamespace("chutes")
                .withName(podOf(spec))
                .withGracePeriod(1)
                .delete());

        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.FAILED);
    }

    @Test
    void aNodeThatLostItsPowerIsNotReady() {
        servers().faults().killNode(NODE);
        await(() -> !cluster().node(NODE).orElseThrow().ready());

        servers().faults().reviveNode(NODE);
        await(() -> cluster().node(NODE).orElseThrow().ready());
    }

    @Test
    void aClusterThatIsAwayIsUnreachable() {
        String closedPort = servers().kubeconfig().replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:1");
        try (Cluster gone = connect(closedPort)) {
            assertThatThrownBy(gone::chutes)
                    .isInstanceOfSatisfying(
                            ClusterFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_UNREACHABLE));
        }
    }

    @Test
    @Needs(Capability.VALIDATION)
    void anObjectThatBreaksARuleIsRefusedInTheClustersWords() {
        WorkloadSpec spec = Sample.spec(
                UUID.randomUUID().toString(),
                Sample.chute("no label may hold a blank", "0.4.2", false),
                Sample.server(NODE, "127.0.1.1", null, false),
                null);

        assertThatThrownBy(() -> cluster().createWorkload(spec))
                .isInstanceOfSatisfying(
                        ClusterFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_REFUSED))
                .hasMessageContaining("metadata.labels");
    }

    @Test
    void beforeAPodStartsItsNamespaceHasTheNetworkPolicies() {
        cluster().createWorkload(spec());

        List<NetworkPolicy> policies = byHand(kubectl -> kubectl.network()
                .v1()
                .networkPolicies()
                .inNamespace("chutes")
                .list()
                .getItems());

        assertThat(policies)
                .extracting(policy -> policy.getMetadata().getName())
                .contains("rigger-deny", "rigger-chutes", "rigger-jobs");
    }

    @Test
    @Needs(Capability.PAGING)
    void aLongListIsReadPageByPageAndNothingIsMissing() {
        List<String> names = IntStream.range(0, 7).mapToObj(n -> "page-" + n).toList();
        List<Integer> pageSizes = new ArrayList<>();

        List<String> read = byHand(kubectl -> {
            names.forEach(name -> kubectl.configMaps()
                    .inNamespace("chutes")
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .addToLabels("test", "pages")
                            .endMetadata()
                            .build())
                    .create());
            return new Pages(3)
                            .all(options -> {
                                var page = kubectl.configMaps()
                                        .inNamespace("chutes")
                                        .withLabel("test", "pages")
                                        .list(options);
                                pageSizes.add(page.getItems().size());
                                return page;
                            })
                            .stream()
                            .map(map -> map.getMetadata().getName())
                            .toList();
        });

        assertThat(read).containsExactlyElementsOf(names);
        assertThat(pageSizes).containsExactly(3, 3, 1);
    }

    @Test
    @Needs(Capability.FIELD_MANAGERS)
    void whatWeWroteIsMarkedAsOurs() {
        WorkloadSpec spec = spec();

        cluster().createWorkload(spec);

        List<ManagedFieldsEntry> fields = byHand(kubectl -> kubectl.services()
                .inNamespace("chutes")
                .withName(WorkloadNames.service(spec.deploymentId()))
                .get()
                .getMetadata()
                .getManagedFields());

        assertThat(fields).extracting(ManagedFieldsEntry::getManager).containsExactly("rigger");
    }

    @Test
    @Needs(Capability.NAMESPACES)
    void aNamespaceThatDoesNotExistIsSaidByItsName() {
        try (Cluster elsewhere = connect(servers().kubeconfig(), Sample.kubernetes(null, "nowhere"))) {
            assertThatThrownBy(() -> elsewhere.createWorkload(spec()))
                    .isInstanceOfSatisfying(
                            ClusterFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_REFUSED))
                    .hasMessageContaining("nowhere");
        }
    }

    /** While the line is cut a pod goes and another comes, and by the end nobody remembers the versions from before. */
    @Test
    void aWatchThatWasCutOffTellsWhatItMissedAndNothingTwice() throws Exception {
        WorkloadSpec stays = running();
        WorkloadSpec goes = running();
        WorkloadSpec comes = spec();
        List<String> heard = new CopyOnWriteArrayList<>();
        String api = servers().kubeconfig().replaceFirst("(?s).*?(https?://127\\.0\\.0\\.1:\\d+).*", "$1");
        try (Line line = new Line(URI.create(api));
                Cluster far =
                        connect(servers().kubeconfig().replace(api, api.replaceFirst("\\d+$", "" + line.port())));
                AutoCloseable watch = far.watchChutes(change -> heard.add(change.deploymentId() + " "
                        + change.pod().map(PodSighting::toString).orElse("AWAY")))) {
            await(() -> hasHeard(heard, stays, "RUNNING") && hasHeard(heard, goes, "RUNNING"));

            line.cut();
            cluster().createWorkload(comes);
            cluster().deleteWorkload(goes.deploymentId(), Duration.ofSeconds(1));
            await(() -> cluster().lookAt(goes.deploymentId()).state() == State.ABSENT
                    && cluster().lookAt(comes.deploymentId()).state() == State.RUNNING);
            forgetHistory();
            line.mend();

            await(() -> hasHeard(heard, goes, "AWAY") && hasHeard(heard, comes, "RUNNING"));
            cluster().deleteWorkload(stays.deploymentId(), Duration.ofSeconds(1));
            await(() -> hasHeard(heard, stays, "AWAY"));
            assertThat(heard).doesNotHaveDuplicates();
        }
    }

    private static boolean hasHeard(List<String> heard, WorkloadSpec of, String what) {
        return heard.stream().anyMatch(line -> line.startsWith(of.deploymentId()) && line.contains(what));
    }

    @Test
    @Needs(Capability.HISTORY)
    void aListWhoseVersionIsForgottenBetweenTwoPagesBeginsAnew() {
        List<String> names =
                IntStream.range(0, 5).mapToObj(n -> "forgotten-" + n).toList();
        List<Integer> codes = new ArrayList<>();

        List<String> read = byHand(kubectl -> {
            names.forEach(name -> kubectl.configMaps()
                    .inNamespace("chutes")
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .addToLabels("test", "forgotten")
                            .endMetadata()
                            .build())
                    .create());
            AtomicBoolean forgotten = new AtomicBoolean();
            return new Pages(3)
                            .all(options -> {
                                if (options.getContinue() != null && forgotten.compareAndSet(false, true)) {
                                    kubectl.configMaps()
                                            .inNamespace("chutes")
                                            .withName("forgotten-0")
                                            .delete();
                                    forgetHistory();
                                }
                                try {
                                    return kubectl.configMaps()
                                            .inNamespace("chutes")
                                            .withLabel("test", "forgotten")
                                            .list(options);
                                } catch (KubernetesClientException e) {
                                    codes.add(e.getCode());
                                    throw e;
                                }
                            })
                            .stream()
                            .map(map -> map.getMetadata().getName())
                            .toList();
        });

        assertThat(codes).containsExactly(410);
        assertThat(read).containsExactlyElementsOf(names.subList(1, 5));
    }

    @Test
    @Needs(Capability.FIELD_OWNERSHIP)
    void aFieldThatSomebodyElseOwnsIsSaidWithItsOwner() {
        WorkloadSpec old = spec("0.2.9", false);
        cluster().createWorkload(old);
        String map = WorkloadNames.codeMap(old.chute().chuteId(), old.version());
        byHand(kubectl -> kubectl.configMaps()
                .inNamespace("chutes")
                .withName(map)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("somebody")
                                .build(),
                        "{\"data\":{\"sample.py\":\"print('edited')\"}}"));
        WorkloadSpec again = Sample.spec(UUID.randomUUID().toString(), old.chute(), old.server(), null);

        assertThatThrownBy(() -> cluster().createWorkload(again))
                .isInstanceOfSatisfying(
                        ClusterFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.FIELD_CONFLICT))
                .hasMessageContaining(map)
                .hasMessageContaining("sample.py")
                .hasMessageContaining("\"somebody\"");
    }

    @Test
    @Needs(Capability.FIELD_OWNERSHIP)
    void aLabelThatSomebodyElseSetIsNotOverruled() {
        byHand(kubectl -> kubectl.nodes()
                .withName(NODE)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("somebody")
                                .build(),
                        "{\"metadata\":{\"labels\":{\"gpu-short-ref\":\"h100\"}}}"));

        assertThatThrownBy(() -> cluster().label(NODE, Map.of("gpu-short-ref", Optional.of("h200"))))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("gpu-short-ref")
                .hasMessageContaining("\"somebody\"");
        assertThat(cluster().node(NODE).orElseThrow().labels()).containsEntry("gpu-short-ref", "h100");

        var unlabelled = cluster().label(NODE, Map.of("gpu-short-ref", Optional.empty()));
        assertThat(unlabelled.orElseThrow().labels()).doesNotContainKey("gpu-short-ref");
    }

    final WorkloadSpec running() {
        WorkloadSpec spec = spec();
        cluster().createWorkload(spec);
        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.RUNNING);
        return spec;
    }

    final String podOf(WorkloadSpec spec) {
        return byHand(kubectl -> kubectl.pods()
                .inNamespace("chutes")
                .withLabel(WorkloadNames.DEPLOYMENT_ID, spec.deploymentId())
                .list()
                .getItems()
                .getFirst()
                .getMetadata()
                .getName());
    }

    final WorkloadSpec spec() {
        return spec("0.4.2", false);
    }

    private static WorkloadSpec spec(String sdk, boolean tee) {
        return spec(sdk, tee, NODE);
    }

    private static WorkloadSpec specOn(String node) {
        return spec("0.4.2", false, node);
    }

    private static WorkloadSpec spec(String sdk, boolean tee, String node) {
        return Sample.spec(
                UUID.randomUUID().toString(),
                Sample.chute(UUID.randomUUID().toString(), sdk, tee),
                Sample.server(node, "127.0.1.1", null, false),
                null);
    }

    static void await(Supplier<Boolean> condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.get()) {
            assertThat(Instant.now()).as("patience").isBefore(end);
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
