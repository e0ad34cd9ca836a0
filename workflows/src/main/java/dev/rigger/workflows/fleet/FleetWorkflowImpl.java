package dev.rigger.workflows.fleet;

import dev.rigger.workflows.Steps;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Coordinates one fleet: await a wake → plan what is queued, once → launch → again.
 *
 * <p>A wake is a hint: the plan is made from what the inventory holds at that moment, so wakes that are lost or collapsed
 * lose nothing but time.
 */
public final class FleetWorkflowImpl implements FleetWorkflow {
    private static final int MOST_PENDING = 1_000;

    private final FleetMemory start;
    private final RecentKeys seen;
    private final List<FleetWake> pending;
    private long plansMade;
    private boolean paused;
    private @Nullable PlanResult last;

    @WorkflowInit
    public FleetWorkflowImpl(FleetMemory memory) {
        start = memory;
        seen = new RecentKeys(memory.recentKeys());
        pending = new ArrayList<>(memory.pending());
        plansMade = memory.plansMade();
        paused = memory.paused();
    }

    @Override
    public void coordinate(FleetMemory same) {
        // Until it continues as new, a coordinator goes on as it began, and once the launches were its children.
        boolean byPlan = Workflow.getVersion("launches-by-plan", Workflow.DEFAULT_VERSION, 1) >= 1;
        Launching launching = new Launching(byPlan);
        while (!Workflow.getInfo().isContinueAsNewSuggested()) {
            awaitWork();
            if (!Workflow.getInfo().isContinueAsNewSuggested()) {
                PlanResult plan = plan(batch(), byPlan);
                launching.carryOut(plan);
                last = plan;
            }
        }
        Workflow.await(() -> launching.isDone() && Workflow.isEveryHandlerFinished());
        Workflow.continueAsNew(memory());
    }

    @Override
    public void wake(FleetWake wake) {
        if (!seen.isNew(wake.key())) {
            return;
        }
        pending.add(wake);
        if (pending.size() > MOST_PENDING) {
            pending.removeFirst();
        }
    }

    @Override
    public void pause(boolean wanted) {
        paused = wanted;
    }

    @Override
    public FleetState state() {
        PlanResult plan = last;
        return new FleetState(
                plansMade,
                pending.size(),
                paused,
                plan == null ? null : plan.planId(),
                plan == null ? "no plan yet" : plan.summary());
    }

    /** Returns when there is something to plan: a wake, or the moment at which the last plan wanted another look. */
    private void awaitWork() {
        Workflow.setCurrentDetails(paused ? "Paused" : "Waiting for a reason to plan");
        Duration again = last == null ? null : last.planAgainAfter();
        if (again == null) {
            Workflow.await(() -> hasWork() || mustContinue());
        } else if (!Steps.await(again, "Plan again: a wait ends", () -> hasWork() || mustContinue())) {
            Workflow.await(() -> !paused);
        }
        if (hasWork() && !start.debounce().isZero()) {
            Workflow.sleep(start.debounce());
        }
    }

    /** A coordinator's first plan needs no wake: what happened before it ran was told to nobody. */
    private boolean hasWork() {
        return !paused && (!pending.isEmpty() || plansMade == 0);
    }

    private static boolean mustContinue() {
        return Workflow.getInfo().isContinueAsNewSuggested();
    }

    private List<FleetWake> batch() {
        List<FleetWake> batch = List.copyOf(pending);
        pending.clear();
        return batch;
    }

    private PlanResult plan(List<FleetWake> wakes, boolean brief) {
        String planId = planId(Workflow.getInfo().getRunId(), plansMade++);
        PlanRequest request = new PlanRequest(planId, start.validator(), wakes, start.deploymentTimings(), brief);
        return Steps.call(
                PlanningActivities.class,
                "Plan for " + wakes.size() + " wakes",
                (PlanningActivities planner) -> planner.plan(request));
    }

    /** The same run asks for the same plans under the same ids, however often it is replayed. */
    static String planId(String runId, long counter) {
        return UUID.nameUUIDFromBytes((runId + "/" + counter).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private FleetMemory memory() {
        return new FleetMemory(
                start.validator(),
                plansMade,
                paused,
                seen.oldestFirst(),
                List.copyOf(pending),
                start.debounce(),
                start.deploymentTimings());
    }
}
