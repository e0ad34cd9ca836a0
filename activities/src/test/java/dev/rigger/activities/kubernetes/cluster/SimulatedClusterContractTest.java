package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.activities.kubernetes.objects.JobObject;
import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.Selector;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.PodSighting.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulatedClusterContractTest extends ClusterContract {
    private static SimulatedCluster simulated;
    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        simulated = SimulatedCluster.builder().start(0);
        cluster = connect(simulated);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        simulated.close();
    }

    @AfterEach
    void mend() {
        simulated.faults().apiErrors(0, 0);
        simulated.faults().apiLatency(0, Duration.ZERO);
    }

    @Override
    Cluster cluster() {
        return cluster;
    }

    @Override
    String nodeName() {
        return "h200-0";
    }

    @Override
    void relabelService(String deploymentId, String newOwner) {
        simulated
                .objects()
                .update(
                        Kind.SERVICE,
                        "chutes",
                        WorkloadNames.service(deploymentId),
                        service -> service.withObject("/metadata")
                                .withObject("labels")
                                .put(WorkloadNames.DEPLOYMENT_ID, newOwner));
    }

    @Test
    void aClusterThatErrsIsUnreachableAndNotEmpty() {
        simulated.faults().apiErrors(1, 500);

        assertThatThrownBy(() -> cluster.lookAt("d-1"))
                .isInstanceOfSatisfying(
                        ClusterFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_UNREACHABLE));
    }

    @Test
    void aClusterThatIsAwayIsUnreachable() throws IOException {
        Cluster away;
        try (SimulatedCluster shortLived = SimulatedCluster.builder().start(0)) {
            away = connect(shortLived);
        }
        try (Cluster gone = away) {
            assertThatThrownBy(gone::chutes)
                    .isInstanceOfSatisfying(
                            ClusterFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_UNREACHABLE));
        }
    }

    @Test
    void aFifthCallToASlowClusterIsTurnedAway() throws InterruptedException {
        simulated.faults().apiLatency(1, Duration.ofSeconds(2));
        List<Thread> callers = new ArrayList<>();
        List<ClusterFailure.Code> failures = new CopyOnWriteArrayList<>();
        CountDownLatch turnedAway = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            callers.add(Thread.startVirtualThread(() -> {
                try {
                    cluster.node("h200-0");
                } catch (ClusterFailure failure) {
                    failures.add(failure.code());
                    turnedAway.countDown();
                }
            }));
        }
        turnedAway.await();
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(failures).containsExactly(ClusterFailure.Code.CLUSTER_BUSY);
    }

    @Test
    void anImageThatCannotBePulledIsSaidByItsName() {
        simulated.faults().failPulls("acme/sample");
        WorkloadSpec spec = spec();
        cluster.createWorkload(spec);

        await(() -> cluster.lookAt(spec.deploymentId()).equals(new PodSighting(State.PENDING, "ImagePullBackOff")));

        simulated.faults().allowPulls("acme/sample");
    }

    @Test
    void aKilledPodIsSaidWithItsExitCode() {
        WorkloadSpec spec = spec();
        cluster.createWorkload(spec);
        await(() -> cluster.lookAt(spec.deploymentId()).state() == State.RUNNING);

        String pod = simulated
                .objects()
                .list(Kind.POD, "chutes", Selector.of(WorkloadNames.DEPLOYMENT_ID + "=" + spec.deploymentId(), null))
                .items()
                .getFirst()
                .at("/metadata/name")
                .asText();
        simulated.killPod("chutes", pod, 137);

        await(() -> cluster.lookAt(spec.deploymentId()).equals(new PodSighting(State.FAILED, "exit code 137")));
    }

    private static Cluster connect(SimulatedCluster to) {
        KubernetesSettings settings = Sample.kubernetes(null);
        return new ApiServerCluster(
                "home",
                ClientConfigs.client(ClientConfigs.of("devnet", to.kubeconfig(), settings)),
                settings,
                new JobObject(settings, Sample.cache(), Sample.MINER));
    }
}
