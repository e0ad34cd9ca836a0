package dev.rigger.activities.inventory;

import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.GpuVerdict;
import dev.rigger.inventory.GpuVerdicts;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Kubeconfigs;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.workflows.onboarding.NodeFacts;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import dev.rigger.workflows.onboarding.ServerRecordActivities;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities.NodeVerdict;
import dev.rigger.workflows.proof.DeviceReport;
import io.micronaut.context.annotation.Requires;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A server's rows while it joins, and while it is taken back. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public class ServerRecords implements ServerRecordActivities {
    private static final String ONBOARDING = "ONBOARDING";
    private static final String READY = "READY";

    private final Servers servers;
    private final Gpus gpus;
    private final Kubeconfigs kubeconfigs;
    private final GpuVerdicts verdicts;
    private final Clock clock;

    ServerRecords(Servers servers, Gpus gpus, Kubeconfigs kubeconfigs, GpuVerdicts verdicts, Clock clock) {
        this.servers = servers;
        this.gpus = gpus;
        this.kubeconfigs = kubeconfigs;
        this.verdicts = verdicts;
        this.clock = clock;
    }

    @Override
    public boolean isProvisioned(String serverName) {
        return servers.byName(serverName)
                .filter(server -> !server.state().equals(ONBOARDING))
                .isPresent();
    }

    @Override
    @Transactional
    public void recordServer(OnboardingRequest request, NodeFacts facts) {
        Optional<Server> before = servers.byName(request.name());
        if (before.isPresent() && !before.get().serverId().equals(facts.serverId())) {
            forgetUnfinished(before.get());
            before = Optional.empty();
        }
        servers.save(row(request, facts, before));
    }

    @Override
    @Transactional
    public void recordGpus(OnboardingRequest request, String serverId, DeviceReport report) {
        for (DeviceReport.Device device : report.devices()) {
            gpus.save(new Gpu(
                    device.uuid(),
                    request.validator(),
                    serverId,
                    null,
                    deviceInfo(device),
                    request.gpuShortRef(),
                    false));
        }
        servers.setVerification(serverId, report.verificationHost(), report.verificationPort());
    }

    @Override
    public void recordSeed(String serverId, long seed) {
        servers.setSeed(serverId, seed);
    }

    @Override
    public void recordVerdict(String verdictId, OnboardingRequest request, NodeVerdict verdict) {
        String why = Objects.requireNonNullElse(verdict.why(), "it gave no reason");
        verdicts.save(new GpuVerdict(
                verdictId,
                request.name(),
                verdict.verified(),
                verdict.verified() ? "VALIDATOR_VERIFIED" : "VALIDATOR_REFUSED",
                verdict.verified()
                        ? "validator " + request.validator() + " verified the GPUs itself"
                        : "validator " + request.validator() + " did not verify the GPUs: " + why
                                + ". Mend what it names and add the server again.",
                clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }

    @Override
    @Transactional
    public void completeServer(String serverId) {
        gpus.markVerified(serverId);
        if (servers.byId(serverId).filter(s -> s.state().equals(ONBOARDING)).isPresent()) {
            servers.setState(serverId, READY);
        }
    }

    @Override
    @Transactional
    public void forgetServer(String serverId) {
        Optional<Server> server = servers.byId(serverId);
        gpus.deleteOfServer(serverId);
        servers.delete(serverId);
        server.ifPresent(gone -> kubeconfigs.forget(gone.name()));
    }

    /** A node that was made anew has a new UID under its old name. */
    private void forgetUnfinished(Server former) {
        if (!former.state().equals(ONBOARDING)) {
            throw new IllegalStateException("Cannot add node " + former.name() + ": its name belongs to server "
                    + former.serverId() + ". SERVER_ALREADY_PROVISIONED. Delete that server first.");
        }
        gpus.deleteOfServer(former.serverId());
        servers.delete(former.serverId());
    }

    private Server row(OnboardingRequest request, NodeFacts facts, Optional<Server> before) {
        return new Server(
                facts.serverId(),
                request.validator(),
                request.name(),
                facts.ipAddress(),
                request.agentApi(),
                before.map(Server::verificationPort).orElse(null),
                facts.ready() ? "Ready" : "NotReady",
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                facts.labels(),
                before.map(Server::seed).orElse(null),
                facts.gpuCount(),
                facts.cpuPerGpu(),
                facts.memoryPerGpuGib(),
                request.hourlyCost(),
                false,
                kubeconfigs.of(request.name()).orElse(null),
                "true".equalsIgnoreCase(facts.labels().get("chutes/tee")),
                before.map(Server::state).orElse(ONBOARDING),
                0,
                facts.name());
    }

    /** By the names that the validator's device info has on the wire. */
    private static Map<String, Object> deviceInfo(DeviceReport.Device device) {
        return Map.of(
                "name", device.name(),
                "uuid", device.uuid(),
                "memory", device.memoryBytes(),
                "processors", device.processors(),
                "clock_rate", device.clockRateKhz(),
                "max_threads_per_processor", device.maxThreadsPerProcessor());
    }
}
