package dev.rigger.workflows.fleet;

import dev.rigger.workflows.SearchKeys;
import dev.rigger.workflows.Steps;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentOutcome;
import dev.rigger.workflows.deployment.DeploymentStart;
import dev.rigger.workflows.deployment.DeploymentWorkflow;
import dev.rigger.workflows.deployment.Phase;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/** Carries out a plan's launches: their first steps all at once where the plan says so, then a workflow for each. */
final class Launching {
    private static final Logger LOG = Workflow.getLogger(Launching.class);
    /** So few share the workflow task of their plan; more would keep it open for too long. */
    private static final int FEW = 4;

    private static final Duration HEAD_START = Duration.ofSeconds(60);
    /** After it the plan is as good as forgotten, and what is still right in it is planned anew. */
    private static final Duration STARTS = Duration.ofHours(1);

    private final boolean byPlan;
    private final List<Promise<Void>> headStarts = new ArrayList<>();
    private int underWay;

    /** @param byPlan whether launches are started by their stored plan, however many; else as children, for runs that began so */
    Launching(boolean byPlan) {
        this.byPlan = byPlan;
    }

    /** Whether every launch that was carried out runs by itself. */
    boolean isDone() {
        return underWay == 0;
    }

    /**
     * With a head start it returns at once, so that the next plan waits for nobody's validator or cluster. The workflows
     * of its launches have time: they begin when the head starts of other plans that are on are over too, because those
     * are a race.
     */
    void carryOut(PlanResult plan) {
        if (!plan.headStart()) {
            startAll(plan);
            return;
        }
        underWay++;
        Promise<Void> ours = Async.procedure(() -> headStart(plan));
        headStarts.add(ours);
        Async.procedure(() -> {
                    awaitEnd(ours);
                    headStarts.remove(ours);
                    List.copyOf(headStarts).forEach(Launching::awaitEnd);
                    startAll(plan);
                })
                .handle((done, failure) -> {
                    underWay--;
                    return done;
                });
    }

    /** However it ends: whoever began it hears of its failure. */
    private static void awaitEnd(Promise<Void> headStart) {
        headStart.handle((done, failure) -> done).get();
    }

    private static void headStart(PlanResult plan) {
        int count = plan.count();
        String summary = "First steps of " + count + " launches";
        try {
            HeadStartActivities steps = count <= FEW
                    ? Steps.quick(HeadStartActivities.class, summary)
                    : Steps.once(HeadStartActivities.class, summary, HEAD_START);
            steps.begin(plan.planId());
        } catch (ActivityFailure notAll) {
            if (Steps.isCancellation(notAll)) {
                throw notAll;
            }
            LOG.info("plan {} has no head start: its launches do their first steps themselves", plan.planId());
        }
    }

    /** Returns when every one runs by itself. One that was started before is as good. */
    private void startAll(PlanResult plan) {
        if (!byPlan) {
            startChildren(plan.launches());
        } else if (plan.count() > 0) {
            startByPlan(plan);
        }
    }

    private static void startByPlan(PlanResult plan) {
        String summary = "Start " + plan.count() + " deployments";
        try {
            if (plan.count() <= FEW) {
                Steps.call(
                        LaunchesActivities.class,
                        summary,
                        (LaunchesActivities launches) -> launches.start(plan.planId()));
            } else {
                Steps.watching(LaunchesActivities.class, summary, STARTS).start(plan.planId());
            }
        } catch (ActivityFailure notAll) {
            if (Steps.isCancellation(notAll)) {
                throw notAll;
            }
            LOG.warn("not every deployment of plan {} could be started", plan.planId(), notAll);
        }
    }

    private static void startChildren(List<DeploymentOrder> orders) {
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
                .setTypedSearchAttributes(DeploymentStart.attributes(order)
                        .set(SearchKeys.PHASE, Phase.ORDERED.name())
                        .build())
                .setStaticSummary(DeploymentStart.summary(order))
                .setStaticDetails(DeploymentStart.details(order))
                .build();
    }
}
