package dev.rigger.activities.kubernetes.objects;

import dev.rigger.settings.CacheSettings;
import dev.rigger.settings.KubernetesSettings;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A deployment's Job. Its pod is pinned to the server by name and asks for no {@code nvidia.com/gpu}: which GPUs it sees
 * is the environment alone, and that they are free is the inventory's promise.
 */
public final class JobObject {
    private static final long RUN_AS = 1000L;

    private final KubernetesSettings kubernetes;
    private final CacheSettings cache;
    private final String minerSs58;

    public JobObject(KubernetesSettings kubernetes, CacheSettings cache, String minerSs58) {
        this.kubernetes = kubernetes;
        this.cache = cache;
        this.minerSs58 = minerSs58;
    }

    /** @param service as the cluster created it, with its node ports */
    public Job of(WorkloadSpec spec, Service service) {
        Map<String, String> labels = WorkloadNames.jobLabels(spec);
        return new JobBuilder()
                .withNewMetadata()
                .withName(WorkloadNames.job(spec.deploymentId()))
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withParallelism(1)
                .withCompletions(1)
                .withBackoffLimit(0)
                .withTtlSecondsAfterFinished(PodParts.TTL_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(scrape())
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(kubernetes.shutdownTime().toSeconds())
                .withNodeName(spec.server().node())
                .withRuntimeClassName(kubernetes.nvidiaRuntime())
                .withNewSecurityContext()
                .withRunAsUser(RUN_AS)
                .withRunAsGroup(RUN_AS)
                .endSecurityContext()
                .withVolumes(volumes(spec))
                .withInitContainers(cacheInit(spec))
                .withContainers(chute(spec, service))
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static Map<String, String> scrape() {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("prometheus.io/scrape", "true");
        annotations.put("prometheus.io/path", "/_metrics");
        annotations.put("prometheus.io/port", "8000");
        return annotations;
    }

    private static List<Volume> volumes(WorkloadSpec spec) {
        List<Volume> volumes = new ArrayList<>();
        if (spec.needsCodeMap()) {
            ConfigMapVolumeSource code = new ConfigMapVolumeSource();
            code.setName(WorkloadNames.codeMap(spec.chute().chuteId(), spec.version()));
            volumes.add(new VolumeBuilder().withName("code").withConfigMap(code).build());
        }
        volumes.add(PodParts.hostPath(
                "cache", PodParts.CACHE_ROOT + "/" + spec.chute().chuteId()));
        volumes.add(PodParts.hostPath("raw-cache", PodParts.CACHE_ROOT));
        volumes.add(new VolumeBuilder()
                .withName("tmp")
                .withNewEmptyDir()
                .withSizeLimit(new Quantity(spec.diskGib() + "Gi"))
                .endEmptyDir()
                .build());
        volumes.add(new VolumeBuilder()
                .withName("shm")
                .withNewEmptyDir()
                .withMedium("Memory")
                .withSizeLimit(new Quantity("16Gi"))
                .endEmptyDir()
                .build());
        return volumes;
    }

    private Container cacheInit(WorkloadSpec spec) {
        return new ContainerBuilder()
                .withName("cache-init")
                .withImage(cache.image())
                .withImagePullPolicy("Always")
                .withNewSecurityContext()
                .withRunAsUser(0L)
                .withRunAsGroup(0L)
                .endSecurityContext()
                .withEnv(
                        PodParts.env("CLEANUP_EXCLUDE", spec.chute().chuteId()),
                        PodParts.env("HF_HOME", "/cache"),
                        PodParts.env("CIVITAI_HOME", "/cache/civitai"),
                        PodParts.env(
                                "CACHE_MAX_AGE_DAYS",
                                Long.toString(cache.maxAge().toDays())),
                        PodParts.env(
                                "CACHE_MAX_SIZE_GB",
                                Long.toString(cache.maxSizeGib(spec.server().name()))),
                        PodParts.env("NVIDIA_VISIBLE_DEVICES", JobEnvironment.visibleDevices(spec.gpuIds())))
                .withVolumeMounts(PodParts.mount("raw-cache", "/cache"))
                .build();
    }

    private Container chute(WorkloadSpec spec, Service service) {
        return new ContainerBuilder()
                .withName("chute")
                .withImage(registry(spec) + "/" + spec.chute().image())
                .withImagePullPolicy("Always")
                .withCommand(command(spec))
                .withEnv(JobEnvironment.of(spec, service))
                .withPorts(ServiceObject.all(spec).stream()
                        .map(JobObject::containerPort)
                        .toList())
                .withNewResources()
                .withRequests(resources(spec))
                .withLimits(resources(spec))
                .endResources()
                .withNewSecurityContext()
                .withNewCapabilities()
                .withAdd("IPC_LOCK")
                .endCapabilities()
                .endSecurityContext()
                .withVolumeMounts(mounts(spec))
                .withReadinessProbe(probe(spec))
                .build();
    }

    /** Trusted VMs with a certificate of their own pull directly; others through the proxy on their own host. */
    private String registry(WorkloadSpec spec) {
        return spec.vmAtLeast(kubernetes.mtlsRegistryMinVersion())
                ? spec.directRegistry()
                : spec.chute().validator().toLowerCase(Locale.ROOT) + ".localregistry.chutes.ai:"
                        + kubernetes.registryProxyPort();
    }

    private List<String> command(WorkloadSpec spec) {
        List<String> command =
                new ArrayList<>(List.of("chutes", "run", spec.chute().refStr(), "--port", "8000"));
        if (spec.launchToken() == null) {
            Long seed = spec.server().seed();
            command.addAll(List.of("--graval-seed", String.valueOf(seed)));
        }
        command.addAll(List.of(
                "--miner-ss58", minerSs58, "--validator-ss58", spec.chute().validator()));
        return command;
    }

    private static Map<String, Quantity> resources(WorkloadSpec spec) {
        int gpus = spec.chute().gpuCount();
        Map<String, Quantity> resources = new LinkedHashMap<>();
        resources.put("cpu", new Quantity(Integer.toString(spec.server().cpuPerGpu() * gpus)));
        resources.put("memory", new Quantity(spec.server().memoryPerGpu() * gpus + "Gi"));
        resources.put("ephemeral-storage", new Quantity(spec.diskGib() + "Gi"));
        return resources;
    }

    private static List<VolumeMount> mounts(WorkloadSpec spec) {
        List<VolumeMount> mounts = new ArrayList<>();
        if (spec.needsCodeMap()) {
            mounts.add(new VolumeMountBuilder()
                    .withName("code")
                    .withMountPath("/app/" + spec.chute().filename())
                    .withSubPath(spec.chute().filename())
                    .build());
        }
        mounts.add(PodParts.mount("cache", "/cache"));
        mounts.add(PodParts.mount("tmp", "/tmp"));
        mounts.add(PodParts.mount("shm", "/dev/shm"));
        return mounts;
    }

    private static Probe probe(WorkloadSpec spec) {
        int port = spec.chutesVersion().atLeast("0.3.3") ? ServiceObject.LOGGING_PORT : ServiceObject.PRIMARY_PORT;
        return new ProbeBuilder()
                .withNewExec()
                .withCommand("/bin/sh", "-c", "curl -f http://127.0.0.1:" + port + "/_alive || exit 1")
                .endExec()
                .withInitialDelaySeconds(15)
                .withPeriodSeconds(15)
                .withTimeoutSeconds(1)
                .withSuccessThreshold(1)
                .withFailureThreshold(60)
                .build();
    }

    private static ContainerPort containerPort(ExtraPort port) {
        return new ContainerPortBuilder()
                .withContainerPort(port.port())
                .withProtocol(port.transport())
                .build();
    }
}
