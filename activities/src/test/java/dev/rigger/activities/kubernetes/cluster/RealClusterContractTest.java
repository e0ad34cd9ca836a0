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
            Capability.PAGING,
            Capability.FIELD_MANAGERS,
            Capability.NAMESPACES,
            Capability.FIELD_OWNERSHIP,
            Capability.HISTORY
        })
class RealClusterContractTest extends ClusterContract {
    private static LocalKubernetes kubernetes;
    private static RealCluster real;
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        kubernetes = LocalKubernetes.startTemporary();
        real = SimulatedCluster.builder().startBehind(kubernetes);
        cluster = connect(real.kubeconfig());
    }

    @AfterAll
    static void stop() {
        cluster.close();
        real.close();
        kubernetes.close();
    }

    @Override
    Cluster cluster() {
        return cluster;
    }

    @Override
    DevnetCluster servers() {
        return real;
    }

    @Override
    void forgetHistory() {
        kubernetes.forgetHistory();
    }
}
