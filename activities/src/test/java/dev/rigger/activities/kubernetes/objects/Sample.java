package dev.rigger.activities.kubernetes.objects;

import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Server;
import dev.rigger.settings.CacheSettings;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that objects are built from in tests. */
public final class Sample {
    public static final String MINER = "5MinerHotkey";
    public static final String VALIDATOR = "5ValidatorHotkey";
    public static final List<String> GPUS =
            List.of("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");

    private Sample() {}

    public static KubernetesSettings kubernetes(@Nullable Path kubeconfig) {
        return kubernetes(kubeconfig, "chutes");
    }

    public static KubernetesSettings kubernetes(@Nullable Path kubeconfig, String namespace) {
        return kubernetes(kubeconfig, namespace, "nvidia");
    }

    public static KubernetesSettings kubernetesWithRuntime(String runtimeClass) {
        return kubernetes(null, "chutes", runtimeClass);
    }

    private static KubernetesSettings kubernetes(@Nullable Path kubeconfig, String namespace, String runtimeClass) {
        return new KubernetesSettings(
                kubeconfig,
                namespace,
                Duration.ofSeconds(180),
                runtimeClass,
                30500,
                "1.2.0",
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                4,
                Duration.ofMillis(200));
    }

    public static CacheSettings cache() {
        return new CacheSettings(
                Duration.ofDays(30),
                500,
                Map.of("h200-0", 900L),
                Duration.ofHours(6),
                "parachutes/cache-cleaner:latest");
    }

    public static Chute chute(String id, @Nullable String sdk, boolean tee) {
        return new Chute(
                id,
                VALIDATOR,
                "Sample",
                "acme/sample:1",
                "print('hello')\n",
                "sample.py",
                "sample:chute",
                "v-1",
                List.of("h200"),
                2,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                sdk,
                true,
                tee,
                false,
                true,
                Map.of(),
                false);
    }

    public static Server server(String name, String address, @Nullable String kubeconfig, boolean tee) {
        return new Server(
                "uid-of-" + name,
                VALIDATOR,
                name,
                address,
                null,
                null,
                "Ready",
                Instant.EPOCH,
                Map.of(),
                4611686018427387904L,
                8,
                4,
                140,
                1.5,
                false,
                kubeconfig,
                tee,
                "READY",
                0,
                null);
    }

    /** The same server, on a node of another name. */
    public static Server onNode(Server s, String node) {
        return new Server(
                s.serverId(),
                s.validator(),
                s.name(),
                s.ipAddress(),
                s.agentApi(),
                s.verificationPort(),
                s.status(),
                s.createdAt(),
                s.labels(),
                s.seed(),
                s.gpuCount(),
                s.cpuPerGpu(),
                s.memoryPerGpu(),
                s.hourlyCost(),
                s.locked(),
                s.kubeconfig(),
                s.isTee(),
                s.state(),
                s.generation(),
                node);
    }

    public static WorkloadSpec withPorts(WorkloadSpec s, List<ExtraPort> ports) {
        return new WorkloadSpec(
                s.deploymentId(),
                s.version(),
                s.chute(),
                s.server(),
                s.gpuIds(),
                s.configId(),
                s.jobId(),
                s.launchToken(),
                s.diskGib(),
                ports,
                s.vmVersion(),
                s.directRegistry());
    }

    public static WorkloadSpec spec(String deploymentId, Chute chute, Server server, @Nullable String token) {
        return new WorkloadSpec(
                deploymentId,
                "v-1",
                chute,
                server,
                GPUS,
                token == null ? null : "config-1",
                null,
                token == null ? null : new Secret(token),
                10,
                List.of(),
                null,
                "registry.example.test");
    }
}
