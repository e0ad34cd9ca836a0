package dev.rigger.workflows.world;

import dev.rigger.workflows.bounty.BountyMove;
import dev.rigger.workflows.bounty.BountySignals;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.fleet.FleetSignals;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.fleet.HeadStartActivities;
import dev.rigger.workflows.fleet.PlanRequest;
import dev.rigger.workflows.fleet.PlanResult;
import dev.rigger.workflows.fleet.PlanningActivities;
import dev.rigger.workflows.reconcile.FindingActivities;
import dev.rigger.workflows.reconcile.ReconcileReport;
import dev.rigger.workflows.reconcile.Sync;
import dev.rigger.workflows.server.DeploymentSignals;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The planner, and the messages between workflows, which are only noted. */
public final class FakeCoordination
        implements PlanningActivities,
                HeadStartActivities,
                FleetSignals,
                BountySignals,
                DeploymentSignals,
                FindingActivities {
    private final Journal journal;
    private final FakeInventory inventory;

    public final List<PlanRequest> planned = new CopyOnWriteArrayList<>();
    public final List<FleetWake> wakes = new CopyOnWriteArrayList<>();
    public final List<BountyMove> bountyMoves = new CopyOnWriteArrayList<>();
    public final Map<String, Reason> terminated = new ConcurrentHashMap<>();
    public final List<Sync> compared = new CopyOnWriteArrayList<>();
    public volatile BiConsumer<String, Reason> terminator = (deploymentId, reason) -> {};
    public volatile boolean terminationsEnd = true;
    public volatile Function<PlanRequest, PlanResult> planner =
            request -> new PlanResult(request.planId(), List.of(), null, "nothing to launch");

    public volatile ToIntFunction<String> headStarter = planId -> 0;

    FakeCoordination(Journal journal, FakeInventory inventory) {
        this.journal = journal;
        this.inventory = inventory;
    }

    @Override
    public PlanResult plan(PlanRequest request) {
        journal.note("plan");
        planned.add(request);
        return planner.apply(request);
    }

    @Override
    public int begin(String planId) {
        journal.note("headStart");
        return headStarter.applyAsInt(planId);
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
