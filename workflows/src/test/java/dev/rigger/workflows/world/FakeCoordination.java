package dev.rigger.workflows.world;

import dev.rigger.workflows.bounty.BountyMove;
import dev.rigger.workflows.bounty.BountySignals;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentStart;
import dev.rigger.workflows.deployment.DeploymentWorkflow;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.fleet.FleetSignals;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.fleet.HeadStartActivities;
import dev.rigger.workflows.fleet.LaunchesActivities;
import dev.rigger.workflows.fleet.PlanRequest;
import dev.rigger.workflows.fleet.PlanResult;
import dev.rigger.workflows.fleet.PlanningActivities;
import dev.rigger.workflows.reconcile.FindingActivities;
import dev.rigger.workflows.reconcile.ReconcileReport;
import dev.rigger.workflows.reconcile.Sync;
import dev.rigger.workflows.server.DeploymentSignals;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The planner, and the messages between workflows, which are only noted. */
public final class FakeCoordination
        implements PlanningActivities,
                HeadStartActivities,
                LaunchesActivities,
                FleetSignals,
                BountySignals,
                DeploymentSignals,
                FindingActivities {
    private final Journal journal;
    private final FakeInventory inventory;
    private final Map<String, List<DeploymentOrder>> stored = new ConcurrentHashMap<>();
    private volatile @Nullable WorkflowClient client;

    public final List<PlanRequest> planned = new CopyOnWriteArrayList<>();
    public final List<FleetWake> wakes = new CopyOnWriteArrayList<>();
    public final List<BountyMove> bountyMoves = new CopyOnWriteArrayList<>();
    public final Map<String, Reason> terminated = new ConcurrentHashMap<>();
    public final List<Sync> compared = new CopyOnWriteArrayList<>();
    public volatile BiConsumer<String, Reason> terminator = (deploymentId, reason) -> {};
    public volatile boolean terminationsEnd = true;
    public volatile Function<PlanRequest, PlanResult> planner =
            request -> new PlanResult(request.planId(), List.of(), null, "nothing to launch", false);

    public volatile ToIntFunction<String> headStarter = planId -> 0;

    FakeCoordination(Journal journal, FakeInventory inventory) {
        this.journal = journal;
        this.inventory = inventory;
    }

    @Override
    public PlanResult plan(PlanRequest request) {
        journal.note("plan");
        planned.add(request);
        PlanResult result = planner.apply(request);
        stored.put(request.planId(), result.launches());
        return request.brief() ? result.brief() : result;
    }

    @Override
    public int begin(String planId) {
        journal.note("headStart");
        return headStarter.applyAsInt(planId);
    }

    @Override
    public int start(String planId) {
        journal.note("start");
        List<DeploymentOrder> orders = stored.getOrDefault(planId, List.of());
        orders.forEach(this::start);
        return orders.size();
    }

    private void start(DeploymentOrder order) {
        DeploymentWorkflow workflow =
                Objects.requireNonNull(client).newWorkflowStub(DeploymentWorkflow.class, DeploymentStart.first(order));
        try {
            WorkflowClient.start(workflow::deploy, order);
        } catch (WorkflowExecutionAlreadyStarted before) {
            journal.note("started before");
        }
    }

    /** Where deployments are started. */
    void on(WorkflowClient server) {
        client = server;
    }

    @Override
    public void wake(String validator, FleetWake wake) {
        journal.note("wake " + wake.kind());
        wakes.add(wake);
    }

    @Override
    public void deploymentMoved(String bountyWorkflowId, BountyMove move) {
        journal.note("deploymentMoved " + move.phase());
        bountyMoves.add(move);
    }

    @Override
    public void terminate(String deploymentId, Reason reason) {
        journal.note("terminate");
        terminated.put(deploymentId, reason);
        terminator.accept(deploymentId, reason);
        if (terminationsEnd) {
            inventory.openDeployments.remove(deploymentId);
        }
    }

    @Override
    public ReconcileReport compareAndTell(String validator, Sync sync) {
        journal.note("compareAndTell");
        compared.add(sync);
        return new ReconcileReport(0, 0, 0, "nothing to tell");
    }
}
