package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.devnet.cluster.DevnetCluster;
import dev.rigger.devnet.cluster.SimulatedCluster;
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

@Has(
        cluster = "simulated cluster",
        value = {})
class SimulatedClusterContractTest
        implements WorkloadContract,
                ServedJobContract,
                PodContract,
                NodeContract,
                OwnershipContract,
                WatchContract,
                ListContract {
    private static SimulatedCluster simulated;
    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        simulated = SimulatedCluster.builder().start(0);
        cluster = ClusterContract.connect(simulated.kubeconfig());
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
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public DevnetCluster servers() {
        return simulated;
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
}
