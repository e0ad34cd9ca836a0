package dev.rigger.devnet.validator.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.GpuCatalogue;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.platform.NodeRecord;
import dev.rigger.devnet.validator.platform.ServerRecord;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Neuron;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What belongs to a miner, as it travels; field names are the wire's. Hosts, ports and keys of instances never do. */
final class MinerWire {
    private static final List<String> OF_THE_TYPE = List.of("major", "minor", "sxm", "concurrent_kernels", "ecc");

    private final MinerGate gate;

    MinerWire(MinerGate gate) {
        this.gate = gate;
    }

    /** What the catalogue knows of its type takes the place of what its miner said. */
    static Map<String, @Nullable Object> node(NodeRecord node, GpuCatalogue catalogue) {
        Device device = node.device();
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("uuid", device.uuid());
        wire.put("name", device.name());
        wire.put("memory", device.memory());
        wire.put("processors", device.processors());
        wire.put("clock_rate", device.clockRate());
        wire.put("max_threads_per_processor", device.maxThreadsPerProcessor());
        JsonNode type = catalogue.entries().get(node.gpuIdentifier());
        for (String known : OF_THE_TYPE) {
            if (type != null && type.has(known)) {
                wire.put(known, type.path(known));
            }
        }
        wire.put("seed", node.seed());
        wire.put("miner_hotkey", node.minerHotkey());
        wire.put("gpu_identifier", node.gpuIdentifier());
        wire.put("device_index", device.deviceIndex());
        wire.put("server_id", node.serverId());
        wire.put("created_at", node.createdAt());
        wire.put("verification_host", device.verificationHost());
        wire.put("verification_port", device.verificationPort());
        wire.put("verification_error", node.verificationError());
        wire.put("verified_at", node.verifiedAt());
        return wire;
    }

    Map<String, @Nullable Object> instance(Instance instance) {
        Optional<Neuron> miner = gate.neuron(instance.minerHotkey());
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("instance_id", instance.instanceId());
        wire.put("chute_id", instance.chuteId());
        wire.put("version", instance.version());
        wire.put("miner_uid", miner.map(Neuron::uid).orElse(null));
        wire.put("miner_hotkey", instance.minerHotkey());
        wire.put("miner_coldkey", miner.map(Neuron::coldkey).orElse(null));
        wire.put("region", "n/a");
        wire.put("active", instance.active());
        wire.put("verified", instance.verified());
        wire.put("last_queried_at", instance.lastQueriedAt());
        wire.put("created_at", instance.createdAt());
        wire.put("updated_at", instance.updatedAt());
        wire.put("activated_at", instance.activatedAt());
        wire.put("last_verified_at", instance.verifiedAt());
        wire.put("stop_billing_at", instance.stopBillingAt());
        wire.put("billed_to", instance.billedTo());
        wire.put("verification_error", null);
        wire.put("consecutive_failures", instance.consecutiveFailures());
        wire.put("chutes_version", instance.chutesVersion());
        wire.put("config_id", instance.configId());
        wire.put("deployment_id", instance.deploymentId());
        wire.put("cacert", null);
        wire.put("bounty", instance.bounty());
        wire.put("hourly_rate", instance.hourlyRate());
        wire.put("compute_multiplier", instance.multiplier());
        return wire;
    }

    static Map<String, @Nullable Object> activeInstance(Instance instance) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("instance_id", instance.instanceId());
        wire.put("miner_hotkey", instance.minerHotkey());
        wire.put("chute_id", instance.chuteId());
        wire.put("activated_at", instance.activatedAt());
        wire.put("compute_multiplier", instance.multiplier());
        return wire;
    }

    static Map<String, @Nullable Object> inventoryItem(Instance instance, String gpu, @Nullable ChuteDefinition chute) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("gpu_id", gpu);
        wire.put("last_verified_at", instance.verifiedAt());
        wire.put("verification_error", null);
        wire.put("active", instance.active());
        wire.put("chute_id", instance.chuteId());
        wire.put("chute_name", chute == null ? "" : chute.name());
        return wire;
    }

    /** @param active whether its instance serves */
    Map<String, @Nullable Object> job(Job job, @Nullable Instance instance) {
        Optional<Neuron> miner = Optional.ofNullable(job.minerHotkey()).flatMap(gate::neuron);
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("job_id", job.jobId());
        wire.put("user_id", job.userId());
        wire.put("chute_id", job.chuteId());
        wire.put("version", job.version());
        wire.put("chutes_version", job.chutesVersion());
        wire.put("method", job.method());
        wire.put("miner_uid", miner.map(Neuron::uid).orElse(null));
        wire.put("miner_hotkey", job.minerHotkey());
        wire.put("miner_coldkey", miner.map(Neuron::coldkey).orElse(null));
        wire.put("instance_id", job.instanceId());
        wire.put("active", job.active());
        wire.put("verified", instance != null && instance.verified());
        wire.put("last_queried_at", instance == null ? null : instance.lastQueriedAt());
        wire.put("created_at", job.createdAt());
        wire.put("updated_at", job.updatedAt());
        wire.put("started_at", job.startedAt());
        wire.put("finished_at", job.finishedAt());
        wire.put("job_args", job.jobArgs());
        wire.put("node_selector", Map.of("gpu_count", job.gpuCount()));
        wire.put("status", job.status().name().toLowerCase(Locale.ROOT));
        wire.put("result", job.result());
        wire.put("error_detail", job.errorDetail());
        wire.put("output_files", job.outputFiles());
        wire.put("miner_terminated", job.minerTerminated());
        wire.put("miner_history", job.minerHistory());
        wire.put("compute_multiplier", job.multiplier());
        return wire;
    }

    static Map<String, @Nullable Object> server(ServerRecord server, List<NodeRecord> nodes) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("server_id", server.serverId());
        wire.put("name", server.name());
        wire.put("ip", server.ip());
        wire.put("is_tee", server.isTee());
        wire.put("version", server.version());
        wire.put("maintenance_pending", server.maintenanceSince() != null);
        wire.put("created_at", server.createdAt());
        wire.put("updated_at", server.updatedAt());
        wire.put(
                "gpus",
                nodes.stream()
                        .filter(node -> node.serverId().equals(server.serverId()))
                        .map(MinerWire::gpu)
                        .toList());
        return wire;
    }

    private static Map<String, @Nullable Object> gpu(NodeRecord node) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("uuid", node.uuid());
        wire.put("gpu_identifier", node.gpuIdentifier());
        wire.put("device_index", node.device().deviceIndex());
        wire.put("verified_at", node.verifiedAt());
        wire.put("verification_error", node.verificationError());
        return wire;
    }
}
