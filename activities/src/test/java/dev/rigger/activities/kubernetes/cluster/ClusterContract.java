package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.kubernetes.objects.JobObject;
import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.devnet.cluster.DevnetCluster;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.workflows.deployment.PodSighting.State;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every cluster does, whatever is behind it, by subject in the interfaces that extend this one. Its pods run until they
 * are stopped; cleanups end by themselves.
 */
@ExtendWith(CapabilityCount.class)
interface ClusterContract {
    Duration PATIENCE = Duration.ofSeconds(60);

    Duration BETWEEN_LOOKS = Duration.ofMillis(25);

    /** A node with 8 GPUs and the label that tells a GPU's memory. */
    String NODE = "h200-0";

    Cluster cluster();

    /** The servers behind it. */
    DevnetCluster servers();

    /** Old versions are forgotten, where there are any; the API server may go and come back meanwhile. */
    default void forgetHistory() {}

    /** Connects as production does, to whatever the kubeconfig names. */
    static Cluster connect(String kubeconfig) {
        return connect(kubeconfig, Sample.kubernetes(null));
    }

    static Cluster connect(String kubeconfig, KubernetesSettings settings) {
        return connect(ClientConfigs.client(ClientConfigs.of("devnet", kubeconfig, settings)), settings);
    }

    static Cluster connect(KubernetesClient client, KubernetesSettings settings) {
        return new ApiServerCluster("home", client, settings, new JobObject(settings, Sample.cache(), Sample.MINER));
    }

    /** What somebody with kubectl does, past Rigger. */
    default <T> T byHand(Function<KubernetesClient, T> work) {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(servers().kubeconfig()))
                .build()) {
            return work.apply(client);
        }
    }

    /** A pod that no Job made and no kubelet looks after. */
    default Pod idlePod(String name, Map<String, String> labels) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addToNodeSelector("kubernetes.io/hostname", "nowhere")
                .addNewContainer()
                .withName("chute")
                .withImage("idle")
                .endContainer()
                .endSpec()
                .build();
    }

    default WorkloadSpec running() {
        return running(spec());
    }

    default WorkloadSpec running(WorkloadSpec spec) {
        cluster().createWorkload(spec);
        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.RUNNING);
        return spec;
    }

    default String podOf(WorkloadSpec spec) {
        return byHand(kubectl -> kubectl.pods()
                .inNamespace("chutes")
                .withLabel(WorkloadNames.DEPLOYMENT_ID, spec.deploymentId())
                .list()
                .getItems()
                .getFirst()
                .getMetadata()
                .getName());
    }

    default WorkloadSpec spec() {
        return spec("0.4.2", false);
    }

    default WorkloadSpec spec(String sdk, boolean tee) {
        return spec(sdk, tee, NODE);
    }

    default WorkloadSpec specOn(String node) {
        return spec("0.4.2", false, node);
    }

    private static WorkloadSpec spec(String sdk, boolean tee, String node) {
        return Sample.spec(
                UUID.randomUUID().toString(),
                Sample.chute(UUID.randomUUID().toString(), sdk, tee),
                Sample.server(node, "127.0.1.1", null, false),
                null);
    }

    default void await(Supplier<Boolean> condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.get()) {
            assertThat(Instant.now()).as("patience").isBefore(end);
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
