package dev.rigger.workflows.world;

import dev.rigger.workflows.cache.CacheJobActivities;
import dev.rigger.workflows.cache.CachePolicy;
import dev.rigger.workflows.cache.CacheReport;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.Workload;
import dev.rigger.workflows.deployment.WorkloadActivities;
import dev.rigger.workflows.onboarding.NodeActivities;
import dev.rigger.workflows.onboarding.NodeExamination;
import dev.rigger.workflows.onboarding.NodeFacts;
import dev.rigger.workflows.onboarding.NodeLookup;
import dev.rigger.workflows.onboarding.NodeProblem;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import dev.rigger.workflows.reconcile.ClusterLookActivities;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A cluster of one node, whose Jobs exist from creation until they are deleted. */
public final class FakeCluster
        implements WorkloadActivities, NodeActivities, CacheJobActivities, ClusterLookActivities {
    private final Journal journal;

    public final Set<String> jobs = ConcurrentHashMap.newKeySet();
    /** Deployments whose deletion was asked for. */
    public final Set<String> deleted = ConcurrentHashMap.newKeySet();
    /** No pod goes before so many deletions were asked for. */
    public volatile int goingTogether;

    public volatile Workload answer = new Workload.Created(31_000);
    public volatile PodSighting sight = new PodSighting(PodSighting.State.PENDING, null);
    public volatile NodeFacts node = new NodeFacts(
            "uid-1",
            "h200-0",
            "127.0.1.1",
            true,
            2,
            4,
            64,
            1_000,
            Map.of(
                    "nvidia.com/gpu.count", "2",
                    "nvidia.com/gpu.memory", "143771",
                    "nvidia.com/gpu.product", "NVIDIA-H200"));
    public volatile @Nullable NodeLookup lookup;
    public volatile List<NodeProblem> problems = List.of();
    public volatile boolean labelled;
    public volatile CacheReport cleaned = new CacheReport("h200-0", 7, 3, 1, "CLEANED", "removed 1 entry");

    FakeCluster(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Workload createWorkload(String deploymentId) {
        journal.note("createWorkload");
        if (answer instanceof Workload.Created) {
            jobs.add(deploymentId);
        }
        return answer;
    }

    @Override
    public PodSighting lookAtPod(String deploymentId) {
        journal.note("lookAtPod");
        return sight;
    }

    @Override
    public void deleteWorkload(String deploymentId) {
        journal.note("deleteWorkload");
        jobs.remove(deploymentId);
        deleted.add(deploymentId);
    }

    @Override
    public void confirmGone(String deploymentId) {
        journal.note("confirmGone");
        if (jobs.contains(deploymentId) || deleted.size() < goingTogether) {
            throw ApplicationFailure.newFailure("the pod is still there", "POD_THERE");
        }
    }

    @Override
    public NodeLookup lookUpNode(OnboardingRequest request) {
        journal.note("lookUpNode");
        NodeLookup told = lookup;
        return told == null ? new NodeLookup(node, null) : told;
    }

    @Override
    public NodeExamination examineNode(OnboardingRequest request) {
        journal.note("examineNode");
        return new NodeExamination(node, problems);
    }

    @Override
    public NodeFacts labelNode(OnboardingRequest request) {
        journal.note("labelNode");
        labelled = true;
        return node;
    }

    @Override
    public void unlabelNode(OnboardingRequest request) {
        journal.note("unlabelNode");
        labelled = false;
    }

    @Override
    public void stopAgent(OnboardingRequest request) {
        journal.note("stopAgent");
    }

    @Override
    public void startCleanup(CachePolicy policy) {
        journal.note("startCleanup");
        jobs.add(policy.cleanupId());
    }

    @Override
    public CacheReport awaitCleanup(CachePolicy policy) {
        journal.note("awaitCleanup");
        return cleaned;
    }

    @Override
    public void removeCleanup(CachePolicy policy) {
        journal.note("removeCleanup");
        jobs.remove(policy.cleanupId());
    }

    @Override
    public List<ClusterLook> lookAtClusters(String validator) {
        journal.note("lookAtClusters");
        return List.of(new ClusterLook("h200-0", true, jobs.size()));
    }
}
