package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.Incident.Kind;
import dev.rigger.devnet.validator.wire.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Whether what a pod claims fits what the platform knows; refuses in the platform's order. */
final class ClaimCheck {
    private final Invariants invariants;

    ClaimCheck(Invariants invariants) {
        this.invariants = invariants;
    }

    void check(PlatformState state, LaunchConfig config, ChuteDefinition chute, ClaimRequest claim) {
        String host = claim.host();
        List<PortMapping> ports = claim.portMappings();
        List<Device> gpus = claim.gpus();
        if (host == null || host.isBlank() || ports == null || gpus == null) {
            throw new Refusal(422, "gpus, host and port_mappings are required");
        }
        checkHost(state, config, host, ports);
        Set<String> distinct = new HashSet<>();
        gpus.forEach(gpu -> distinct.add(gpu.uuid()));
        if (distinct.size() != chute.gpuCount()) {
            throw new Refusal(
                    400, chute.chuteId() + " requires exactly " + chute.gpuCount() + " GPUs, got " + distinct.size());
        }
        gpus.forEach(gpu -> checkGpu(state, config, chute, host, gpu));
        if (distinct.size() != gpus.size()) {
            throw new Refusal(400, "Duplicate GPUs in claim");
        }
    }

    private void checkHost(PlatformState state, LaunchConfig config, String host, List<PortMapping> ports) {
        for (Instance other : state.instances().values()) {
            if (!other.host().equals(host)) {
                continue;
            }
            if (!other.minerHotkey().equals(config.minerHotkey())) {
                throw new Refusal(400, "Host " + host + " is used by another miner");
            }
            for (PortMapping port : ports) {
                String address = host + ":" + port.externalPort();
                if (Invariants.addresses(other).contains(address)) {
                    invariants.report(
                            state,
                            Kind.ADDRESS_CLAIMED_TWICE,
                            address,
                            "config " + config.configId() + " wants the address of instance " + other.instanceId());
                    throw new Refusal(409, "Host and port are in use already: " + address);
                }
            }
        }
    }

    private void checkGpu(PlatformState state, LaunchConfig config, ChuteDefinition chute, String host, Device gpu) {
        NodeRecord node = state.nodes().get(gpu.uuid());
        if (node == null || !node.minerHotkey().equals(config.minerHotkey())) {
            throw new Refusal(404, "Node not found: " + gpu.uuid());
        }
        if (node.verifiedAt() == null) {
            throw new Refusal(400, "Node is not verified: " + gpu.uuid());
        }
        for (Instance other : state.instances().values()) {
            if (other.gpuUuids().contains(gpu.uuid())) {
                invariants.report(
                        state,
                        Kind.GPU_CLAIMED_TWICE,
                        gpu.uuid(),
                        "config " + config.configId() + " wants the GPU of instance " + other.instanceId());
                throw new Refusal(409, "GPU " + gpu.uuid() + " is assigned to an instance already");
            }
        }
        if (!chute.supportedGpus().contains(node.gpuIdentifier())) {
            throw new Refusal(400, "GPU " + node.gpuIdentifier() + " is not supported by " + chute.chuteId());
        }
        if (!Objects.equals(node.device().verificationHost(), host)) {
            throw new Refusal(400, "GPU " + gpu.uuid() + " was verified at another host than " + host);
        }
    }
}
