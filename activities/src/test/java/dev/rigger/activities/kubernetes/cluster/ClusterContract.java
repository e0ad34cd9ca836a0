package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.activities.kubernetes.objects.CleanupObject;
import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.workflows.deployment.PodSighting.State;
import dev.rigger.workflows.onboarding.NodeFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What every cluster does, whatever is behind it. Its pods run until they are stopped; cleanups end by themselves. */
abstract class ClusterContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    abstract Cluster cluster();

    /** The name of a node with 8 GPUs, its address, and the label that tells a GPU's memory. */
    abstract String nodeName();

    /** Changes a label of a deployment's Service from outside. */
    abstract void relabelService(String deploymentId, String newOwner);

    @Test
    void aWorkloadRunsAndTellsItsNodePort() {
        WorkloadSpec spec = spec();

        int port = cluster().createWorkload(spec);

        assertThat(port).isBetween(30_000, 32_767);
        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.RUNNING);
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
        relabelService(spec.deploymentId(), "somebody-else");

        assertThatThrownBy(() -> cluster().createWorkload(spec))
                .isInstanceOfSatisfying(
                        ClusterFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_REFUSED));
    }

    @Test
    void aDeletedWorkloadIsGoneOnlyWhenItsPodIs() {
        WorkloadSpec spec = spec();
        cluster().createWorkload(spec);
        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.RUNNING);

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
        NodeFacts node = cluster().node(nodeName()).orElseThrow();

        assertThat(node.gpuCount()).isEqualTo(8);
        assertThat(node.cpuPerGpu()).isEqualTo(4);
        assertThat(node.memoryPerGpuGib()).isEqualTo(140);
        assertThat(node.ready()).isTrue();
        assertThat(node.serverId()).isNotEmpty();
        assertThat(cluster().node("no-such-node")).isEmpty();
    }

    @Test
    void labelsAreSetAndRemovedWithoutTouchingOthers() {
        Map<String, String> before = cluster().node(nodeName()).orElseThrow().labels();

        NodeFacts labelled = cluster()
                .label(nodeName(), Map.of("chutes/worker", Optional.of("true")))
                .orElseThrow();
        NodeFacts unlabelled = cluster()
                .label(nodeName(), Map.of("chutes/worker", Optional.empty()))
                .orElseThrow();

        assertThat(labelled.labels()).containsEntry("chutes/worker", "true").containsAllEntriesOf(before);
        assertThat(unlabelled.labels()).isEqualTo(before);
        assertThat(cluster().label("no-such-node", Map.of("a", Optional.of("b"))))
                .isEmpty();
    }

    @Test
    void aCleanupLeavesItsReportAndThenNothing() {
        String name = "cleanup-" + UUID.randomUUID();
        var job = CleanupObject.of(
                name, Sample.cache().image(), nodeName(), Duration.ofDays(1), 1, List.of(), Duration.ofMinutes(1));

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

    final WorkloadSpec spec() {
        return Sample.spec(
                UUID.randomUUID().toString(),
                Sample.chute(UUID.randomUUID().toString(), "0.4.2", false),
                Sample.server(nodeName(), "127.0.1.1", null, false),
                null);
    }

    static void await(Supplier<Boolean> condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.get()) {
            assertThat(Instant.now()).as("patience").isBefore(end);
            Thread.onSpinWait();
        }
    }
}
