package dev.rigger.activities.inventory;

import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.GpuVerdict;
import dev.rigger.inventory.GpuVerdicts;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.proof.DeviceReport.Device;
import dev.rigger.workflows.proof.ProofRecordActivities;
import io.micronaut.context.annotation.Requires;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What later proofs of a server come to. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public class ProofRecords implements ProofRecordActivities {
    private static final String READY = "READY";
    /** Three tries, with waits for the worker between them. */
    private static final Duration LONGEST_PROOF = Duration.ofHours(3);

    private final Servers servers;
    private final Gpus gpus;
    private final GpuVerdicts verdicts;
    private final Periods periods;
    private final Clock clock;

    ProofRecords(Servers servers, Gpus gpus, GpuVerdicts verdicts, Periods periods, Clock clock) {
        this.servers = servers;
        this.gpus = gpus;
        this.verdicts = verdicts;
        this.periods = periods;
        this.clock = clock;
    }

    @Override
    public @Nullable KnownServer knownServer(String serverName) {
        Server server =
                servers.byName(serverName).filter(s -> s.state().equals(READY)).orElse(null);
        List<Gpu> rows = server == null ? List.of() : gpus.ofServer(server.serverId());
        if (server == null || rows.isEmpty()) {
            return null;
        }
        boolean due = verdicts.lastAccepted(serverName)
                .filter(last -> last.judgedAt().isAfter(clock.instant().minus(periods.proofAge())))
                .isEmpty();
        return new KnownServer(
                serverName,
                server.serverId(),
                server.validator(),
                rows.getFirst().modelShortRef(),
                due,
                rows.stream()
                        .map(gpu -> new KnownGpu(device(gpu), gpu.verified(), gpu.deploymentId() != null))
                        .toList());
    }

    @Override
    public List<String> holdFreeGpus(String serverId, String proofId) {
        return gpus.holdForProof(serverId, proofId, LONGEST_PROOF.toSeconds());
    }

    @Override
    public void giveBackGpus(String proofId) {
        gpus.giveBackFromProof(proofId);
    }

    @Override
    @Transactional
    public boolean recordLook(ProofLook look) {
        verdicts.save(new GpuVerdict(
                look.lookId(),
                look.serverName(),
                look.accepted(),
                look.code(),
                look.what(),
                clock.instant().truncatedTo(ChronoUnit.MICROS)));
        return gpus.setVerified(look.serverId(), look.trusted(), true)
                        + gpus.setVerified(look.serverId(), look.distrusted(), false)
                > 0;
    }

    private static Device device(Gpu gpu) {
        Map<String, Object> info = gpu.deviceInfo();
        return new Device(
                0,
                gpu.gpuId(),
                String.valueOf(info.get("name")),
                number(info, "memory").longValue(),
                number(info, "processors").intValue(),
                number(info, "clock_rate").doubleValue(),
                number(info, "max_threads_per_processor").intValue());
    }

    private static Number number(Map<String, Object> info, String field) {
        return info.get(field) instanceof Number number ? number : 0;
    }
}
