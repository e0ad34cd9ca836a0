package dev.rigger.workers.events;

import dev.rigger.activities.temporal.FleetWakes;
import dev.rigger.settings.Periods;
import dev.rigger.workers.DeploymentTimingsSetting;
import dev.rigger.workflows.SearchKeys;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.bounty.BountyNotice;
import dev.rigger.workflows.bounty.BountyWatch;
import dev.rigger.workflows.bounty.BountyWorkflow;
import dev.rigger.workflows.chute.ChuteChange;
import dev.rigger.workflows.chute.ChutePauses;
import dev.rigger.workflows.chute.ChuteWorkflow;
import dev.rigger.workflows.fleet.FleetMemory;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.fleet.FleetWorkflow;
import dev.rigger.workflows.onboarding.OnboardingWorkflow;
import io.micronaut.context.annotation.Requires;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;

/** The workflows that own fleets, chutes and bounties: told by signal, started by it where they are not running. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class Owners {

    private static final int CALLS_AT_A_TIME = 16;

    private final Semaphore calls = new Semaphore(CALLS_AT_A_TIME, true);
    private final WorkflowClient client;
    private final Periods periods;
    private final DeploymentTimingsSetting timings;
    private final FleetWakes wakes;

    Owners(WorkflowClient client, Periods periods, DeploymentTimingsSetting timings, FleetWakes wakes) {
        this.client = client;
        this.periods = periods;
        this.timings = timings;
        this.wakes = wakes;
    }

    void wakeFleet(String validator, FleetWake wake) {
        wakes.wakeOrStart(WorkflowIds.fleet(validator), wake, one -> sendWake(validator, one));
    }

    private void sendWake(String validator, FleetWake wake) {
        FleetWorkflow fleet = client.newWorkflowStub(FleetWorkflow.class, fleetOptions(validator));
        BatchRequest request = client.newSignalWithStartRequest();
        request.add(fleet::coordinate, FleetMemory.fresh(validator, timings.timings()));
        request.add(fleet::wake, wake);
        client.signalWithStart(request);
    }

    /** The coordinator must be there before the first event, so that polling alone finds it. */
    public void ensureFleet(String validator) {
        FleetWorkflow fleet = client.newWorkflowStub(FleetWorkflow.class, fleetOptions(validator));
        WorkflowClient.start(fleet::coordinate, FleetMemory.fresh(validator, timings.timings()));
    }

    void announceBounty(String validator, String chuteId, BountyNotice notice) {
        BountyWorkflow bounty = client.newWorkflowStub(
                BountyWorkflow.class,
                chuteOptions(WorkflowIds.bounty(validator, chuteId), chuteId, "Bounty for chute " + chuteId));
        BatchRequest request = client.newSignalWithStartRequest();
        request.add(bounty::follow, new BountyWatch(validator, chuteId, periods.bountyPatience()));
        request.add(bounty::announced, notice);
        client.signalWithStart(request);
    }

    void changeChute(String validator, String chuteId, ChuteChange change) {
        ChuteWorkflow chute = client.newWorkflowStub(
                ChuteWorkflow.class,
                chuteOptions(WorkflowIds.chute(validator, chuteId), chuteId, "Definition of chute " + chuteId));
        BatchRequest request = client.newSignalWithStartRequest();
        request.add(
                chute::own,
                validator,
                chuteId,
                new ChutePauses(periods.confirmApart(), periods.drainLook(), periods.drainLookMax()));
        request.add(chute::changed, change);
        inTurn(calls, () -> client.signalWithStart(request));
    }

    /** Answers false when the server is not being onboarded. */
    boolean gpuVerified(String serverName, String gpuId) {
        try {
            client.newWorkflowStub(OnboardingWorkflow.class, WorkflowIds.onboarding(serverName))
                    .gpuVerified(gpuId);
            return true;
        } catch (WorkflowNotFoundException e) {
            return false;
        }
    }

    private static void inTurn(Semaphore turns, Runnable call) {
        turns.acquireUninterruptibly();
        try {
            call.run();
        } finally {
            turns.release();
        }
    }

    private static WorkflowOptions fleetOptions(String validator) {
        return options(WorkflowIds.fleet(validator), "Coordinator of the fleet of validator " + validator)
                .build();
    }

    private static WorkflowOptions chuteOptions(String workflowId, String chuteId, String summary) {
        return options(workflowId, summary)
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchKeys.CHUTE_ID, chuteId)
                        .build())
                .build();
    }

    private static WorkflowOptions.Builder options(String workflowId, String summary) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(TaskQueues.CONTROL_PLANE)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setStaticSummary(summary);
    }
}
