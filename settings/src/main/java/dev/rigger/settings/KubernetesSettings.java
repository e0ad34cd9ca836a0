package dev.rigger.settings;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param kubeconfig {@code KUBECONFIG}; ignored inside a cluster, where the service account is used
 * @param namespace {@code CHUTES_NAMESPACE}
 * @param shutdownTime {@code CHUTE_SHUTDOWN_TIME_SECONDS}: a pod's time to end by itself
 * @param nvidiaRuntime {@code NVIDIA_RUNTIME}
 * @param registryProxyPort {@code REGISTRY_PROXY_PORT}
 * @param mtlsRegistryMinVersion {@code MTLS_REGISTRY_MIN_VERSION}; empty disables direct pulls
 * @param callsInFlight per cluster
 * @param permitWait how long a call waits for its turn before the step is tried again later
 */
public record KubernetesSettings(
        @Nullable Path kubeconfig,
        String namespace,
        Duration shutdownTime,
        String nvidiaRuntime,
        int registryProxyPort,
        String mtlsRegistryMinVersion,
        Duration connectTimeout,
        Duration requestTimeout,
        int callsInFlight,
        Duration permitWait) {}
