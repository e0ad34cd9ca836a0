package dev.rigger.workflows.world;

import dev.rigger.workflows.chute.ChuteChange;
import dev.rigger.workflows.chute.ChuteDefinitionActivities;
import dev.rigger.workflows.deployment.LaunchActivities;
import dev.rigger.workflows.deployment.LaunchToken;
import dev.rigger.workflows.onboarding.Admission;
import dev.rigger.workflows.onboarding.NodeFacts;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.reconcile.Sync;
import dev.rigger.workflows.reconcile.SyncActivities;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A validator that answers what it is told to answer. */
public final class FakeValidator
        implements LaunchActivities, ValidatorNodeActivities, ChuteDefinitionActivities, SyncActivities {
    private final Journal journal;

    public volatile LaunchToken token = new LaunchToken.Granted("config-1");
    public volatile @Nullable Admission gpuTypeRefusal;
    public volatile NodeAnnouncement announcement = NodeAnnouncement.accepted("task-1", 4711L);
    public volatile NodeVerdict verdict = new NodeVerdict(true, null);
    public final Deque<Refresh> refreshes = new ArrayDeque<>();
    public volatile boolean knowsServer;

    FakeValidator(Journal journal) {
        this.journal = journal;
    }

    @Override
    public LaunchToken obtainLaunchToken(String deploymentId) {
        journal.note("obtainLaunchToken");
        return token;
    }

    @Override
    public void purgeInstance(String deploymentId) {
        journal.note("purgeInstance");
    }

    @Override
    public @Nullable Admission checkGpuType(OnboardingRequest request) {
        journal.note("checkGpuType");
        return gpuTypeRefusal;
    }

    @Override
    public NodeAnnouncement announceNodes(OnboardingRequest request, NodeFacts facts, DeviceReport report) {
        journal.note("announceNodes");
        knowsServer = announcement.taskId() != null;
        return announcement;
    }

    @Override
    public NodeAnnouncement registerMachine(OnboardingRequest request, NodeFacts facts, DeviceReport report) {
        journal.note("registerMachine");
        knowsServer = announcement.taskId() != null;
        return announcement;
    }

    @Override
    public NodeVerdict awaitVerification(OnboardingRequest request, String taskId) {
        journal.note("awaitVerification");
        return verdict;
    }

    @Override
    public void withdrawServer(String validator, String serverId, List<String> gpuIds) {
        journal.note("withdrawServer");
        knowsServer = false;
    }

    @Override
    public Refresh refresh(String validator, String chuteId, ChuteChange change) {
        journal.note("refresh " + change.kind());
        synchronized (refreshes) {
            Refresh next = refreshes.poll();
            return next == null ? Refresh.UNCHANGED : next;
        }
    }

    @Override
    public Sync pull(String validator) {
        journal.note("pull");
        return new Sync(true, true, "3 chutes");
    }
}
