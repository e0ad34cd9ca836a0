package dev.rigger.activities.kubernetes.objects;

import dev.rigger.settings.BootstrapSettings;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapOrder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * GraVal's bootstrap server: a Job whose pod has all GPUs of its node, and the Service at whose node port the validator
 * reaches it. It asks for {@code nvidia.com/gpu}, unlike chutes. Nothing of it outlives its deadline: the Job ends then, goes
 * after its TTL, and its Service with it.
 */
public final class BootstrapObject {
    /** Annotation of the Job: which onboarding started it. */
    public static final String RUN = "rigger/run";

    private static final int PORT = 8000;
    private static final int LONGEST_NAME = 63;
    private static final int HASH_DIGITS = 10;
    /** For announcing and removing, beyond what is waited for. */
    private static final Duration SLACK = Duration.ofMinutes(30);

    private final KubernetesSettings kubernetes;
    private final BootstrapSettings bootstrap;
    private final String minerSs58;

    public BootstrapObject(KubernetesSettings kubernetes, BootstrapSettings bootstrap, String minerSs58) {
        this.kubernetes = kubernetes;
        this.bootstrap = bootstrap;
        this.minerSs58 = minerSs58;
    }

    public static String jobName(String serverName) {
        return named("graval-", serverName);
    }

    public static String serviceName(String serverName) {
        return named("graval-svc-", serverName);
    }

    public static Service service(BootstrapOrder order) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(serviceName(order.serverName()))
                .withLabels(jobLabels(order))
                .endMetadata()
                .withNewSpec()
                .withType("NodePort")
                .withSelector(podLabels(order))
                .withPorts(new ServicePortBuilder()
                        .withPort(PORT)
                        .withTargetPort(new IntOrString(PORT))
                        .withProtocol("TCP")
                        .build())
                .endSpec()
                .build();
    }

    /**
     * The server's Job.
     *
     * @param amd whether its GPUs are AMD's, which have a resource of their own and need no runtime class
     */
    public Job job(BootstrapOrder order, boolean amd) {
        Duration deadline = bootstrap.timeout().plus(order.verification()).plus(SLACK);
        return new JobBuilder()
                .withNewMetadata()
                .withName(jobName(order.serverName()))
                .withLabels(jobLabels(order))
                .withAnnotations(Map.of(RUN, order.runId()))
                .endMetadata()
                .withNewSpec()
                .withParallelism(1)
                .withCompletions(1)
                .withBackoffLimit(3)
                .withActiveDeadlineSeconds(deadline.toSeconds())
                .withTtlSecondsAfterFinished(PodParts.TTL_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(podLabels(order))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("OnFailure")
                .withNodeName(order.serverName())
                .withRuntimeClassName(amd ? null : kubernetes.nvidiaRuntime())
                .withContainers(server(order, amd))
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Empty when no image is set for such GPUs. */
    public String image(boolean amd) {
        return amd ? bootstrap.imageRocm() : bootstrap.image();
    }

    private Container server(BootstrapOrder order, boolean amd) {
        Map<String, Quantity> resources = resources(order, amd);
        return new ContainerBuilder()
                .withName("graval")
                .withImage(image(amd))
                .withImagePullPolicy("Always")
                .withArgs(
                        "--port",
                        Integer.toString(PORT),
                        "--validator-whitelist",
                        order.validator(),
                        "--hotkey",
                        minerSs58)
                .withEnv(
                        PodParts.env("VALIDATOR_WHITELIST", order.validator()),
                        PodParts.env("MINER_HOTKEY_SS58", minerSs58))
                .withPorts(new ContainerPortBuilder()
                        .withContainerPort(PORT)
                        .withProtocol("TCP")
                        .build())
                .withNewResources()
                .withRequests(resources)
                .withLimits(resources)
                .endResources()
                .withReadinessProbe(probe())
                .build();
    }

    private static Map<String, Quantity> resources(BootstrapOrder order, boolean amd) {
        int gpus = order.gpuCount();
        Map<String, Quantity> resources = new LinkedHashMap<>();
        resources.put("cpu", new Quantity(Integer.toString(gpus * order.cpuPerGpu())));
        resources.put("memory", new Quantity(gpus * order.memoryPerGpuGib() + "Gi"));
        resources.put(amd ? "amd.com/gpu" : "nvidia.com/gpu", new Quantity(Integer.toString(gpus)));
        return resources;
    }

    private static Probe probe() {
        return new ProbeBuilder()
                .withNewExec()
                .withCommand("curl", "-f", "http://127.0.0.1:" + PORT + "/ping")
                .endExec()
                .withInitialDelaySeconds(15)
                .withPeriodSeconds(10)
                .withTimeoutSeconds(1)
                .withFailureThreshold(3)
                .build();
    }

    private static Map<String, String> jobLabels(BootstrapOrder order) {
        Map<String, String> labels = new LinkedHashMap<>(podLabels(order));
        labels.put("chute/chute", "false");
        return labels;
    }

    private static Map<String, String> podLabels(BootstrapOrder order) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("app", "graval");
        labels.put("graval-node", shortened(order.serverName()));
        return labels;
    }

    /** Of Services names may have no dots, and of nothing more than 63 characters. */
    private static String named(String prefix, String serverName) {
        return shortened(prefix + serverName.replace('.', '-'));
    }

    /** What is too long ends in a hash of the whole. */
    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME
                ? name
                : name.substring(0, LONGEST_NAME - HASH_DIGITS - 1) + "-" + hash(name);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
