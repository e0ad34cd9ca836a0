package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.Incident.Kind;
import dev.rigger.devnet.validator.wire.Refusal;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether what a pod claims fits what the platform knows; refuses in the platform's order. */
final class ClaimCheck {
    private static final Pattern X25519_KEY = Pattern.compile("[0-9a-f]{64}");
    private static final String NO_KEY = "0".repeat(64);

    private final Invariants invariants;
    private final JobRuns jobs;

    ClaimCheck(Invariants invariants, JobRuns jobs) {
        this.invariants = invariants;
        this.jobs = jobs;
    }

    void check(PlatformState state, LaunchConfig config, ChuteDefinition chute, ClaimRequest claim, String caller) {
        String host = claim.host();
        List<PortMapping> ports = claim.portMappings();
        List<Device> gpus = claim.gpus();
        if (host == null || host.isBlank() || ports == null || gpus == null) {
            throw new Refusal(422, "gpus, host and port_mappings are required");
        }
        Job job = config.jobId() == null ? null : JobRuns.known(state, config.jobId());
        if (job != null && isPublic(host) && !host.equals(caller)) {
            throw new Refusal(400, "Jobs are claimed from their own host: " + caller + " is not " + host);
        }
        checkMiner(state, config, host);
        if (Boolean.TRUE.equals(claim.egress())) {
            throw new Refusal(403, "The pod's network is open, the chute's is not");
        }
        if (job != null) {
            jobs.checkFree(state, job.jobId());
        }
        checkAddress(state, config, host, ports);
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
        if (job != null) {
            checkPorts(chute, job, ports);
        }
        String key = claim.rintPubkey();
        if (key != null && (!X25519_KEY.matcher(key).matches() || key.equals(NO_KEY))) {
            throw new Refusal(400, "No session key can be derived from rint_pubkey");
        }
    }

    /** Loopback and private addresses are nobody's in particular: behind them the caller's is not told. */
    private static boolean isPublic(String host) {
        try {
            InetAddress address = InetAddress.ofLiteral(host);
            return !address.isLoopbackAddress() && !address.isSiteLocalAddress() && !address.isLinkLocalAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    private static void checkPorts(ChuteDefinition chute, Job job, List<PortMapping> ports) {
        Set<String> asked = chute.jobs().stream()
                .filter(offered -> offered.name().equals(job.method()))
                .flatMap(offered -> offered.ports().stream())
                .map(port -> port.proto().toLowerCase(Locale.ROOT) + " " + port.port())
                .collect(Collectors.toSet());
        Set<String> opened = ports.stream()
                .filter(port -> !port.standard())
                .map(port -> port.proto().toLowerCase(Locale.ROOT) + " " + port.internalPort())
                .collect(Collectors.toSet());
        if (!asked.equals(opened)) {
            throw new Refusal(403, "Job " + job.method() + " needs the ports " + asked + ", the pod has " + opened);
        }
    }

    private static void checkMiner(PlatformState state, LaunchConfig config, String host) {
        boolean anothers = state.instances().values().stream()
                .anyMatch(other ->
                        other.host().equals(host) && !other.minerHotkey().equals(config.minerHotkey()));
        if (anothers) {
            throw new Refusal(400, "Host " + host + " is used by another miner");
        }
    }

    private void checkAddress(PlatformState state, LaunchConfig config, String host, List<PortMapping> ports) {
        for (Instance other : state.instances().values()) {
            if (!other.host().equals(host)) {
                continue;
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
