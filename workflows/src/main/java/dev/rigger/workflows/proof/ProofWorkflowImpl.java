package dev.rigger.workflows.proof;

import dev.rigger.workflows.SearchKeys;
import dev.rigger.workflows.Steps;
import dev.rigger.workflows.fleet.FleetSignals;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.progress.ProgressLog;
import dev.rigger.workflows.proof.DeviceReport.Device;
import dev.rigger.workflows.proof.ProofRecordActivities.KnownGpu;
import dev.rigger.workflows.proof.ProofRecordActivities.KnownServer;
import dev.rigger.workflows.proof.ProofRecordActivities.ProofLook;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Another look at a server's GPUs: report → compare → hold what is free, when due → prove it → record → give it back → tell
 * the coordinator. */
public final class ProofWorkflowImpl implements ProofWorkflow {
    private static final Duration ABSENCE = Duration.ofSeconds(30);
    private static final Duration GIVE_UP = Duration.ofMinutes(5);
    private static final Duration PROOF = Duration.ofMinutes(30);

    private final ProgressLog progress = new ProgressLog();

    @Override
    public ProofReport look(String serverName) {
        Workflow.upsertTypedSearchAttributes(SearchKeys.SERVER_NAME.valueSet(serverName));
        KnownServer server = Steps.call(
                ProofRecordActivities.class,
                "What is known of " + serverName,
                (ProofRecordActivities records) -> records.knownServer(serverName));
        if (server == null) {
            return new ProofReport("SERVER_GONE", "There is no server " + serverName + " that has joined.", "");
        }
        GpuHost host = new GpuHost(serverName, ABSENCE, GIVE_UP, progress);
        DeviceReport report;
        try {
            report = host.reportDevices();
        } catch (ProofFailure absent) {
            // Unknown is not failed: who is away is asked again at the next look.
            return record(server, false, absent, List.of(), List.of());
        }
        HardwareChanges changes = HardwareChanges.between(server.gpus(), report.devices());
        return changes.none() ? proveIfDue(server, host, report) : distrust(server, changes);
    }

    private ProofReport distrust(KnownServer server, HardwareChanges changes) {
        ProofFailure failure = new ProofFailure(
                changes.code(),
                changes.what(),
                "Run nvidia-smi -L and dmesg | grep -i xid on " + server.serverName()
                        + ". Bring the GPUs back as they were, or delete the server and add it again.");
        return record(server, false, failure, List.of(), changes.untrustworthy());
    }

    private ProofReport proveIfDue(KnownServer server, GpuHost host, DeviceReport report) {
        boolean doubted = server.gpus().stream().anyMatch(gpu -> !gpu.verified());
        if (!server.due() && !doubted) {
            return new ProofReport("UNCHANGED", "The GPUs are what they were; no proof is due.", "");
        }
        // Runs that began before there were holds prove what was free when they looked.
        if (Workflow.getVersion("proof-holds", Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
            Set<String> free = server.gpus().stream()
                    .filter(gpu -> !gpu.owned())
                    .map(gpu -> gpu.device().uuid())
                    .collect(Collectors.toSet());
            return prove(server, host, report, free);
        }
        String hold = Workflow.getInfo().getRunId();
        Set<String> held = new HashSet<>();
        try {
            held.addAll(Steps.call(
                    ProofRecordActivities.class,
                    "Hold the free GPUs of " + server.serverName(),
                    (ProofRecordActivities records) -> records.holdFreeGpus(server.serverId(), hold)));
            return prove(server, host, report, held);
        } finally {
            Workflow.newDetachedCancellationScope(() -> giveBack(server, hold, !held.isEmpty()))
                    .run();
        }
    }

    /** Nothing was planned on them meanwhile, so somebody may wait for them. */
    private static void giveBack(KnownServer server, String hold, boolean wake) {
        Steps.run(ProofRecordActivities.class, "Give the GPUs back", records -> records.giveBackGpus(hold));
        if (wake) {
            FleetWake free = new FleetWake(FleetWake.Kind.SERVER_CHANGED, "proof-over/" + hold, null);
            Steps.run(FleetSignals.class, "Wake the coordinator", fleet -> fleet.wake(server.validator(), free));
        }
    }

    private ProofReport prove(KnownServer server, GpuHost host, DeviceReport report, Set<String> free) {
        if (free.isEmpty()) {
            return new ProofReport("GPUS_IN_USE", "All GPUs are in use, and none is proven until one is free.", "");
        }
        List<String> asked = server.gpus().stream()
                .map(KnownGpu::device)
                .map(Device::uuid)
                .filter(free::contains)
                .toList();
        try {
            ProofVerdict verdict = new GpuProof(host, server.serverName(), server.gpuShortRef(), PROOF, progress)
                    .of(report, all -> all.only(free));
            return record(server, true, new ProofFailure(verdict.code(), verdict.what(), ""), asked, List.of());
        } catch (ProofFailure refused) {
            boolean unknown = ProofFailures.WORTH_ANOTHER_TRY.contains(refused.code());
            return record(server, false, refused, List.of(), unknown ? List.of() : asked);
        }
    }

    private ProofReport record(
            KnownServer server, boolean accepted, ProofFailure outcome, List<String> trusted, List<String> distrusted) {
        Workflow.upsertTypedSearchAttributes(SearchKeys.REASON.valueSet(outcome.code()));
        ProofLook look = new ProofLook(
                Workflow.getInfo().getRunId(),
                server.serverName(),
                server.serverId(),
                accepted,
                outcome.code(),
                outcome.what() + (outcome.next().isEmpty() ? "" : " " + outcome.next()),
                trusted,
                distrusted);
        boolean changed = Steps.call(
                ProofRecordActivities.class,
                "Record what the look came to: " + outcome.code(),
                (ProofRecordActivities records) -> records.recordLook(look));
        if (changed) {
            FleetWake wake = new FleetWake(FleetWake.Kind.SERVER_CHANGED, "proof/" + look.lookId(), null);
            Steps.run(FleetSignals.class, "Wake the coordinator", fleet -> fleet.wake(server.validator(), wake));
        }
        return new ProofReport(outcome.code(), outcome.what(), outcome.next());
    }
}
