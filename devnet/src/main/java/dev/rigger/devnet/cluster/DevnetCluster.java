package dev.rigger.devnet.cluster;

import dev.rigger.devnet.cluster.faults.Faults;
import dev.rigger.devnet.cluster.faults.Incident;
import dev.rigger.devnet.cluster.hardware.ModelCaches;
import dev.rigger.devnet.cluster.kubelet.Death;
import java.util.List;

/** Simulated GPU servers as nodes of a cluster, whose API is simulated or real. */
public interface DevnetCluster extends AutoCloseable {
    /** A kubeconfig with one context for the cluster, and one more by each server's name. */
    String kubeconfig();

    /** What is made to go wrong. */
    Faults faults();

    /** What went wrong that never may. */
    List<Incident> incidents();

    ModelCaches caches();

    /** Ends a pod's container against its will. */
    void killPod(String namespace, String podName, int exitCode, Death death);

    /** Ends everything; pods that run are found running by the next cluster on the same state. */
    @Override
    void close();
}
