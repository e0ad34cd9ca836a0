package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.devnet.cluster.DevnetCluster;
import dev.rigger.devnet.cluster.RealCluster;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.devnet.local.LocalKubernetes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@Has(
        cluster = "real API server",
        value = {
            Capability.VALIDATION,
            Capability.ADMISSION,
            Capability.DEADLINES,
            Capability.PAGING,
            Capability.FIELD_MANAGERS,
            Capability.NAMESPACES,
            Capability.FIELD_OWNERSHIP,
            Capability.HISTORY
        })
class RealClusterContractTest
        implements WorkloadContract,
                ServedJobContract,
                PodContract,
                NodeContract,
                OwnershipContract,
                WatchContract,
                ListContract {
    private static LocalKubernetes kubernetes;
    private static RealCluster real;
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        kubernetes = LocalKubernetes.startTemporary();
        real = SimulatedCluster.builder().startBehind(kubernetes);
        cluster = ClusterContract.connect(real.kubeconfig());
    }

    @AfterAll
    static void stop() {
        cluster.close();
        real.close();
        kubernetes.close();
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public DevnetCluster servers() {
        return real;
    }

    @Override
    public void forgetHistory() {
        kubernetes.forgetHistory();
    }
}
