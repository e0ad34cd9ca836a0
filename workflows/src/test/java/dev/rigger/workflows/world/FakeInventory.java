package dev.rigger.workflows.world;

import dev.rigger.workflows.bounty.BountyActivities;
import dev.rigger.workflows.bounty.BountyMove;
import dev.rigger.workflows.bounty.BountyNotice;
import dev.rigger.workflows.bounty.BountyOutcome;
import dev.rigger.workflows.cache.CachePolicy;
import dev.rigger.workflows.cache.CachePolicyActivities;
import dev.rigger.workflows.cache.CacheReport;
import dev.rigger.workflows.chute.ChuteActivities;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.InstanceEvent;
import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.deployment.Reservation;
import dev.rigger.workflows.deployment.ReservationActivities;
import dev.rigger.workflows.onboarding.NodeFacts;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import dev.rigger.workflows.onboarding.ScheduleActivities;
import dev.rigger.workflows.onboarding.ServerRecordActivities;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities.NodeVerdict;
import dev.rigger.workflows.progress.ProgressActivities;
import dev.rigger.workflows.progress.ProgressLine;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.ProofRecordActivities;
import dev.rigger.workflows.server.ServerInventoryActivities;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The inventory in memory: who owns which GPU, which servers are complete, what was said. */
public final class FakeInventory
        implements ReservationActivities,
                ServerInventoryActivities,
                ServerRecordActivities,
                ChuteActivities,
                BountyActivities,
                CachePolicyActivities,
                ProgressActivities,
                ScheduleActivities,
                ProofRecordActivities {
    private final Journal journal;

    public volatile BooleanSupplier roomIsMade = () -> true;
    public volatile Reservation answer = Reservation.made();
    public final Set<String> openDeployments = ConcurrentHashMap.newKeySet();
    public final List<InstanceEvent> instanceEvents = new CopyOnWriteArrayList<>();
    /** Phases with what the cluster was said to have said. */
    public final List<String> said = new CopyOnWriteArrayList<>();

    public final List<Phase> phases = new CopyOnWriteArrayList<>();
    public final Map<String, Reason> released = new ConcurrentHashMap<>();
    public final Map<String, Boolean> locks = new ConcurrentHashMap<>();
    public final Set<String> completeServers = ConcurrentHashMap.newKeySet();
    public final Set<String> serverRows = ConcurrentHashMap.newKeySet();
    /** GPUs that are kept for a proof, by its id. */
    public final Map<String, List<String>> held = new ConcurrentHashMap<>();
    /** GPUs that came to have an owner after {@link #knownServer} was read. */
    public final Set<String> reservedMeanwhile = ConcurrentHashMap.newKeySet();

    public final Set<String> schedules = ConcurrentHashMap.newKeySet();
    public volatile @Nullable KnownServer knownServer;
    public final List<ProofLook> looks = new CopyOnWriteArrayList<>();
    public final List<ProgressLine> progress = new CopyOnWriteArrayList<>();
    public final List<BountyOutcome> bountyOutcomes = new CopyOnWriteArrayList<>();
    public final List<BountyNotice> bountyNotices = new CopyOnWriteArrayList<>();
    public volatile List<BountyMove> bountyDeployments = List.of();
    public final List<CacheReport> cacheReports = new CopyOnWriteArrayList<>();

    FakeInventory(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Reservation reserve(DeploymentOrder order) {
        journal.note("reserve");
        if (answer.refused() == null) {
            openDeployments.add(order.deploymentId());
        }
        return answer;
    }

    @Override
    public void awaitGpus(String deploymentId, int gpus) {
        journal.note("awaitGpus");
        if (!roomIsMade.getAsBoolean()) {
            throw new IllegalStateException("a victim does not let go");
        }
    }

    @Override
    public void recordInstance(String deploymentId, InstanceEvent event) {
        journal.note("recordInstance " + event.kind());
        instanceEvents.add(event);
    }

    @Override
    public void recordPhase(String deploymentId, Phase phase, String reason, @Nullable String words) {
        journal.note("recordPhase " + phase);
        if (words != null && !words.isEmpty()) {
            said.add(phase + " " + words);
        }
        phases.add(phase);
    }

    @Override
    public boolean giveUp(String deploymentId, Reason reason) {
        journal.note("giveUp");
        return false;
    }

    @Override
    public void release(String deploymentId, Reason reason) {
        journal.note("release");
        openDeployments.remove(deploymentId);
        released.put(deploymentId, reason);
    }

    @Override
    public void writeLock(String serverId, boolean locked) {
        journal.note("writeLock " + locked);
        locks.put(serverId, locked);
    }

    @Override
    public void markLeaving(String serverId) {
        journal.note("markLeaving");
        locks.put(serverId, true);
    }

    @Override
    public List<String> deploymentsOn(String serverId) {
        journal.note("deploymentsOn");
        return openDeployments.stream().sorted().toList();
    }

    @Override
    public List<String> gpusOf(String serverId) {
        journal.note("gpusOf");
        return List.of("gpu-0");
    }

    @Override
    public boolean isProvisioned(String serverName) {
        journal.note("isProvisioned");
        return completeServers.contains(serverName);
    }

    @Override
    public void recordServer(OnboardingRequest request, NodeFacts facts) {
        journal.note("recordServer");
        serverRows.add(facts.serverId());
    }

    @Override
    public void recordGpus(OnboardingRequest request, String serverId, DeviceReport report) {
        journal.note("recordGpus");
    }

    @Override
    public void recordSeed(String serverId, long seed) {
        journal.note("recordSeed " + seed);
    }

    @Override
    public void recordVerdict(String verdictId, OnboardingRequest request, NodeVerdict verdict) {
        journal.note("recordVerdict " + verdict.verified());
    }

    @Override
    public void completeServer(String serverId) {
        journal.note("completeServer");
        completeServers.add(serverId);
    }

    @Override
    public void forgetServer(String serverId) {
        journal.note("forgetServer");
        serverRows.remove(serverId);
    }

    @Override
    public void markDeleted(String validator, String chuteId) {
        journal.note("markDeleted");
    }

    @Override
    public List<String> openDeploymentsOf(String validator, String chuteId) {
        journal.note("openDeploymentsOf");
        return openDeployments.stream().sorted().toList();
    }

    @Override
    public void forgetChute(String validator, String chuteId) {
        journal.note("forgetChute");
    }

    @Override
    public List<BountyMove> deploymentsOf(String validator, String chuteId) {
        journal.note("deploymentsOf");
        return bountyDeployments;
    }

    @Override
    public void recordOutcome(String validator, String chuteId, BountyNotice lastNotice, BountyOutcome outcome) {
        journal.note("recordOutcome");
        bountyNotices.add(lastNotice);
        bountyOutcomes.add(outcome);
    }

    @Override
    public CachePolicy policyFor(String cleanupId, String serverName) {
        journal.note("policyFor");
        return new CachePolicy(
                cleanupId, serverName, Duration.ofDays(5), 500L << 30, List.of("in-use"), Duration.ofMinutes(20));
    }

    @Override
    public void recordReport(String cleanupId, CacheReport report) {
        journal.note("recordReport");
        cacheReports.add(report);
    }

    @Override
    public void append(ProgressLine line) {
        journal.note("append");
        if (progress.stream()
                .noneMatch(known ->
                        known.number() == line.number() && known.stream().equals(line.stream()))) {
            progress.add(line);
        }
    }

    @Override
    public void scheduleCacheCleanup(String serverName) {
        journal.note("scheduleCacheCleanup");
        schedules.add(serverName);
    }

    @Override
    public void unscheduleCacheCleanup(String serverName) {
        journal.note("unscheduleCacheCleanup");
        schedules.remove(serverName);
    }

    @Override
    public void scheduleProofs(String serverName) {
        journal.note("scheduleProofs");
        schedules.add("proof/" + serverName);
    }

    @Override
    public void unscheduleProofs(String serverName) {
        journal.note("unscheduleProofs");
        schedules.remove("proof/" + serverName);
    }

    @Override
    public @Nullable KnownServer knownServer(String serverName) {
        journal.note("knownServer");
        return knownServer;
    }

    @Override
    public List<String> holdFreeGpus(String serverId, String proofId) {
        journal.note("holdFreeGpus");
        List<String> free = Objects.requireNonNull(knownServer).gpus().stream()
                .filter(gpu -> !gpu.owned())
                .map(gpu -> gpu.device().uuid())
                .filter(uuid -> !reservedMeanwhile.contains(uuid))
                .toList();
        held.put(proofId, free);
        return free;
    }

    @Override
    public void giveBackGpus(String proofId) {
        journal.note("giveBackGpus");
        held.remove(proofId);
    }

    @Override
    public boolean recordLook(ProofLook look) {
        journal.note("recordLook " + look.code());
        looks.add(look);
        return !look.trusted().isEmpty() || !look.distrusted().isEmpty();
    }
}
