package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.inventory.NodeState;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.PodSighting.State;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.onboarding.NodeFacts;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every cluster says of its nodes, and of the pods on those that are silent, cordoned or gone. */
interface NodeContract extends ClusterContract {
    @Test
    default void aNodeTellsItsShares() {
        NodeFacts node = cluster().node(NODE).orElseThrow();

        assertThat(node.gpuCount()).isEqualTo(8);
        assertThat(node.cpuPerGpu()).isEqualTo(4);
        assertThat(node.memoryPerGpuGib()).isEqualTo(140);
        assertThat(node.ready()).isTrue();
        assertThat(node.serverId()).isNotEmpty();
        assertThat(cluster().node("no-such-node")).isEmpty();
    }

    @Test
    default void aLookAtANodeShowsWhatIsAroundItAndWhatIsLeftOfItsDisk() {
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
    default void labelsAreSetAndRemovedWithoutTouchingOthers() {
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
    default void aPodWhoseNodeWasDeletedByHandIsThereAndSaysSo() {
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
    default void aPodWhoseNodeIsSilentRunsOnAndSaysSo() {
        WorkloadSpec spec = running(specOn("a100-0"));

        servers().faults().killNode("a100-0");

        await(() -> seen("a100-0").orElseThrow().state() == NodeState.NOT_READY);
        assertThat(cluster().lookAt(spec.deploymentId()))
                .isEqualTo(new PodSighting(State.RUNNING, "node a100-0 is not ready", Reason.NODE_NOT_READY));
        assertThat(cluster().look().chutes())
                .filteredOn(chute -> chute.deploymentId().equals(spec.deploymentId()))
                .extracting(chute -> chute.podOn(NodeState.NOT_READY).why())
                .containsExactly(Reason.NODE_NOT_READY);

        servers().faults().reviveNode("a100-0");
        await(() -> seen("a100-0").orElseThrow().state() == NodeState.READY);
    }

    /** Nobody but its kubelet knows whether it still runs. */
    @Test
    default void aPodWhoseNodeIsSilentIsNotGoneWhenItIsDeleted() {
        WorkloadSpec spec = running(specOn("a100-0"));
        String pod = podOf(spec);
        servers().faults().killNode("a100-0");
        await(() -> seen("a100-0").orElseThrow().state() == NodeState.NOT_READY);

        cluster().deleteWorkload(spec.deploymentId(), Duration.ofSeconds(1));

        await(() -> byHand(kubectl ->
                kubectl.pods().inNamespace("chutes").withName(pod).get().isMarkedForDeletion()));
        assertThat(cluster().lookAt(spec.deploymentId()))
                .isEqualTo(new PodSighting(State.RUNNING, "node a100-0 is not ready", Reason.NODE_NOT_READY));

        servers().faults().reviveNode("a100-0");
        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.ABSENT);
    }

    @Test
    default void aCordonedNodeIsSeenAsOneAndItsPodsGoOn() {
        WorkloadSpec spec = running();

        cordon(true);
        assertThat(seen(NODE)).map(Cluster.NodeSighting::state).contains(NodeState.CORDONED);
        assertThat(cluster().lookAt(spec.deploymentId())).isEqualTo(new PodSighting(State.RUNNING, null));

        cordon(false);
        assertThat(seen(NODE)).map(Cluster.NodeSighting::state).contains(NodeState.READY);
    }

    private void cordon(boolean cordoned) {
        byHand(kubectl -> kubectl.nodes()
                .withName(NODE)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"unschedulable\":" + cordoned + "}}"));
    }

    private Optional<Cluster.NodeSighting> seen(String node) {
        return cluster().look().nodes().orElseThrow().stream()
                .filter(n -> n.name().equals(node))
                .findFirst();
    }

    @Test
    default void aNodeThatLostItsPowerIsNotReady() {
        servers().faults().killNode(NODE);
        await(() -> !cluster().node(NODE).orElseThrow().ready());

        servers().faults().reviveNode(NODE);
        await(() -> cluster().node(NODE).orElseThrow().ready());
    }
}
