package dev.rigger.app.bench.system;

import java.util.List;
import java.util.function.Consumer;

/** The chutes' objects in a cluster, read beside the control plane. */
interface ClusterObjects extends AutoCloseable {
    String NAMESPACE = "chutes";
    String CHUTE_ID = "chutes/chute-id";
    String DEPLOYMENT_ID = "chutes/deployment-id";

    /** Jobs, Services, ConfigMaps and pods that are there now and carry a chute's id. */
    List<WorkloadObject> all();

    /** Tells of every Job that comes, until closed; one may be told of twice. Once a cluster. */
    void watchJobs(Consumer<WorkloadObject> told);

    /** As an operator does by hand; one that is gone already is left alone. */
    void deletePod(String name);
}
