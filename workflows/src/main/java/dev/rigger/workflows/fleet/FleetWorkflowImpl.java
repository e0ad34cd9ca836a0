package dev.rigger.workflows.fleet;

import dev.rigger.workflows.SearchKeys;
import dev.rigger.workflows.Steps;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentOutcome;
import dev.rigger.workflows.deployment.DeploymentWorkflow;
import dev.rigger.workflows.deployment.Phase;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Coordinates one fleet: await a wake → plan what is queued, once → launch → again.
 *
 * <p>A wake is a hint: the plan is made from what the inventory holds at that moment, so wakes that are lost or collapsed
 * lose nothing but time.
 */
public final class FleetWorkflowImpl implements FleetWorkflow {
    private static final Logger LOG = Workflow.getLogger(FleetWorkflowImpl.class);
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
        while (!Workflow.getInfo().isContinueAsNewSuggested()) {
            awaitWork();
            if (!Workflow.getInfo().isContinueAsNewSuggested()) {
                PlanResult plan = plan(batch());
                launch(plan.launches());
                last = plan;
            }
        }
        Workflow.await(Workflow::isEveryHandlerFinished);
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

    private PlanResult plan(List<FleetWake> wakes) {
        String planId = planId(Workflow.getInfo().getRunId(), plansMade++);
        PlanRequest request = new PlanRequest(planId, start.validator(), wakes, start.deploymentTimings());
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

    /** All at once; returns when every one runs by itself. One that was started before is as good. */
    private static void launch(List<DeploymentOrder> orders) {
        List<Promise<WorkflowExecution>> started = new ArrayList<>();
        for (DeploymentOrder order : orders) {
            DeploymentWorkflow deployment = Workflow.newChildWorkflowStub(DeploymentWorkflow.class, child(order));
            Promise<DeploymentOutcome> outcome = Async.function(deployment::deploy, order);
            // Its end is its own affair; an end without success must not look like a failure here.
            outcome.handle((ended, failure) -> ended);
            started.add(Workflow.getWorkflowExecution(deployment));
        }
        for (int i = 0; i < started.size(); i++) {
            try {
                started.get(i).get();
            } catch (ChildWorkflowFailure startedBefore) {
                LOG.info("deployment {} was started before", orders.get(i).deploymentId());
            }
        }
    }

    private static ChildWorkflowOptions child(DeploymentOrder order) {
        return ChildWorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.deployment(order.deploymentId()))
                .setTaskQueue(TaskQueues.CONTROL_PLANE)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchKeys.DEPLOYMENT_ID, order.deploymentId())
                        .set(SearchKeys.CHUTE_ID, order.chuteId())
                        .set(SearchKeys.SERVER_NAME, order.serverName())
                        .set(SearchKeys.PHASE, Phase.ORDERED.name())
                        .build())
                .setStaticSummary(order.chuteName() + " on " + order.serverName() + ": " + order.cause())
                .setStaticDetails("Plan " + order.planId() + ", version " + order.version() + ", GPUs "
                        + String.join(", ", order.gpuIds()))
                .build();
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
