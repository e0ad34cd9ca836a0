package dev.rigger.activities.kubernetes.objects;

import dev.rigger.settings.Secret;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a chute's container: the contract between miner and SDK. Names are on the allow-list of trusted VMs,
 * so none may be added at will; the order is the platform's.
 */
final class JobEnvironment {
    private final List<EnvVar> variables = new ArrayList<>();

    private JobEnvironment() {}

    static List<EnvVar> of(WorkloadSpec spec, Service service) {
        JobEnvironment env = new JobEnvironment();
        String gpus = visibleDevices(spec.gpuIds());
        env.add("NCCL_P2P_DISABLE", "1");
        env.add("NCCL_IB_DISABLE", "1");
        env.add("NCCL_SHM_DISABLE", "0");
        env.add("NCCL_NET_GDR_LEVEL", "0");
        env.add("NVIDIA_VISIBLE_DEVICES", gpus);
        env.add("CHUTES_NVIDIA_DEVICES", gpus);
        env.addPort("CHUTES_PORT_PRIMARY", service, ServiceObject.PRIMARY_PORT);
        env.addPort("CHUTES_PORT_LOGGING", service, ServiceObject.LOGGING_PORT);
        if (spec.hasAttestationPort()) {
            env.addPort("CHUTES_PORT_ATTESTATION", service, ServiceObject.ATTESTATION_PORT);
        }
        env.add("CHUTES_EXECUTION_CONTEXT", "REMOTE");
        env.add("VLLM_DISABLE_TELEMETRY", "1");
        env.add("NCCL_DEBUG", "INFO");
        env.add("NCCL_SOCKET_IFNAME", "lo");
        env.add("NCCL_SOCKET_FAMILY", "AF_INET");
        env.add("HF_HOME", "/cache");
        env.add("CIVITAI_HOME", "/cache/civitai");
        env.addLaunch(spec);
        for (ExtraPort extra : spec.extraPorts()) {
            env.add(
                    "CHUTES_PORT_" + extra.protocol() + "_" + extra.port(),
                    Integer.toString(ServiceObject.nodePort(service, extra)));
        }
        if (spec.chute().tee()) {
            env.addDownloads(spec);
        }
        return env.variables;
    }

    /** {@code GPU-} and the dashed UUID of each, comma-separated: the NVIDIA runtime's own form. */
    static String visibleDevices(List<String> gpuIds) {
        return gpuIds.stream()
                .map(id -> "GPU-" + id.substring(0, 8) + "-" + id.substring(8, 12) + "-" + id.substring(12, 16) + "-"
                        + id.substring(16, 20) + "-" + id.substring(20))
                .collect(Collectors.joining(","));
    }

    private void addLaunch(WorkloadSpec spec) {
        Secret token = spec.launchToken();
        if (token != null) {
            add("CHUTES_LAUNCH_JWT", token.reveal());
            add("CHUTES_EXTERNAL_HOST", spec.server().ipAddress());
        }
    }

    private void addDownloads(WorkloadSpec spec) {
        if (spec.vmAtLeast("1.3.1")) {
            add("HF_XET_FIXED_DOWNLOAD_CONCURRENCY", "16");
            add("TOKIO_WORKER_THREADS", "8");
        } else {
            add("HF_HUB_DISABLE_XET", "1");
            add("HF_HUB_ENABLE_HF_TRANSFER", "1");
        }
    }

    private void addPort(String name, Service service, int port) {
        add(name, Integer.toString(ServiceObject.nodePort(service, port)));
    }

    private void add(String name, @Nullable String value) {
        variables.add(new EnvVar(name, value, null));
    }
}
