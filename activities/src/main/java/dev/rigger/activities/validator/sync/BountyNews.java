package dev.rigger.activities.validator.sync;

import dev.rigger.inventory.Demand;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.bounty.BountyNotice;
import dev.rigger.workflows.bounty.BountyWatch;
import dev.rigger.workflows.bounty.BountyWorkflow;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import jakarta.inject.Singleton;

/** Announces a bounty that polling found, as its event would have; one that is followed already only hears of it again. */
@Singleton
class BountyNews {
    private final WorkflowClient workflows;
    private final Periods periods;

    BountyNews(WorkflowClient workflows, Periods periods) {
        this.workflows = workflows;
        this.periods = periods;
    }

    void found(Demand demand) {
        String validator = demand.validator();
        String chuteId = demand.chuteId();
        BountyWorkflow bounty = workflows.newWorkflowStub(
                BountyWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.bounty(validator, chuteId))
                        .setTaskQueue(TaskQueues.CONTROL_PLANE)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setStaticSummary("Bounty for chute " + chuteId)
                        .build());
        BatchRequest request = workflows.newSignalWithStartRequest();
        request.add(bounty::follow, new BountyWatch(validator, chuteId, periods.bountyPatience()));
        request.add(
                bounty::announced,
                new BountyNotice(
                        "polled/" + chuteId + "/" + demand.seenAt(), demand.bountyAmount(), demand.bountyBoost()));
        workflows.signalWithStart(request);
    }
}
