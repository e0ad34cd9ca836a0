package dev.rigger.workflows.replay;

import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.bounty.BountyMove;
import dev.rigger.workflows.bounty.BountyNotice;
import dev.rigger.workflows.bounty.BountyOutcome;
import dev.rigger.workflows.bounty.BountyWatch;
import dev.rigger.workflows.bounty.BountyWorkflow;
import dev.rigger.workflows.cache.CacheCleanupWorkflow;
import dev.rigger.workflows.chute.ChuteChange;
import dev.rigger.workflows.chute.ChuteDefinitionActivities.Refresh;
import dev.rigger.workflows.chute.ChutePauses;
import dev.rigger.workflows.chute.ChuteWorkflow;
import dev.rigger.workflows.deployment.Cause;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentOutcome;
import dev.rigger.workflows.deployment.DeploymentTimings;
import dev.rigger.workflows.deployment.DeploymentWorkflow;
import dev.rigger.workflows.deployment.InstanceEvent;
import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.fleet.FleetMemory;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.fleet.FleetWorkflow;
import dev.rigger.workflows.fleet.PlanResult;
import dev.rigger.workflows.onboarding.OnboardingOutcome;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import dev.rigger.workflows.onboarding.OnboardingWorkflow;
import dev.rigger.workflows.proof.ProofRecordActivities.KnownGpu;
import dev.rigger.workflows.proof.ProofRecordActivities.KnownServer;
import dev.rigger.workflows.proof.ProofWorkflow;
import dev.rigger.workflows.reconcile.ReconcileWorkflow;
import dev.rigger.workflows.server.ServerOrder;
import dev.rigger.workflows.server.ServerWorkflow;
import dev.rigger.workflows.world.RealTemporal;
import dev.rigger.workflows.world.World;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One ordinary life of each workflow type on the real server. */
final class Lives {
    private static final String DEPLOYMENT = "0b0e7f3a-8a52-5b8e-9c43-5b8f0a7b1c01";

    private final RealTemporal temporal;
    private final World world;

    Lives(RealTemporal temporal) {
        this.temporal = temporal;
        this.world = temporal.world;
    }

    /** Histories by type. */
    Map<String, WorkflowExecutionHistory> all() {
        Map<String, WorkflowExecutionHistory> histories = new LinkedHashMap<>();
        fleet();
        histories.put("fleet", temporal.history(WorkflowIds.fleet(World.VALIDATOR)));
        histories.put("deployment", temporal.history(WorkflowIds.deployment(DEPLOYMENT)));
        bounty();
        histories.put("bounty", temporal.history(WorkflowIds.bounty(World.VALIDATOR, "chute-1")));
        onboarding();
        histories.put("onboarding", temporal.history(WorkflowIds.onboarding("h200-0")));
        proof();
        histories.put("proof", temporal.history(WorkflowIds.proof("h200-0")));
        temporal.workflow(CacheCleanupWorkflow.class, WorkflowIds.cache("h200-0"))
                .clean("h200-0");
        histories.put("cache", temporal.history(WorkflowIds.cache("h200-0")));
        temporal.workflow(ReconcileWorkflow.class, WorkflowIds.reconcile(World.VALIDATOR))
                .reconcile(World.VALIDATOR);
        histories.put("reconcile", temporal.history(WorkflowIds.reconcile(World.VALIDATOR)));
        chute();
        histories.put("chute", temporal.history(WorkflowIds.chute(World.VALIDATOR, "chute-1")));
        server();
        histories.put("server", temporal.history(WorkflowIds.server("h200-0")));
        return histories;
    }

    /** A wake, a plan with one launch, and that deployment's whole life. */
    private void fleet() {
        world.coordination.planner = request -> new PlanResult(
                request.planId(),
                world.coordination.planned.size() == 1 ? List.of(order()) : List.of(),
                null,
                "one launch",
                true);
        FleetWorkflow fleet = temporal.workflow(FleetWorkflow.class, WorkflowIds.fleet(World.VALIDATOR));
        BatchRequest request = temporal.client().newSignalWithStartRequest();
        request.add(fleet::coordinate, FleetMemory.fresh(World.VALIDATOR, DeploymentTimings.DEFAULTS));
        request.add(fleet::wake, new FleetWake(FleetWake.Kind.BOUNTY, "event-1", "chute-1"));
        temporal.client().signalWithStart(request);
        DeploymentWorkflow deployment =
                temporal.client().newWorkflowStub(DeploymentWorkflow.class, WorkflowIds.deployment(DEPLOYMENT));
        RealTemporal.until(() -> world.inventory.phases.contains(Phase.CREATED));
        deployment.podSeen(new PodSighting(PodSighting.State.PENDING, null));
        deployment.podSeen(new PodSighting(PodSighting.State.RUNNING, null));
        for (InstanceEvent.Kind kind :
                List.of(InstanceEvent.Kind.CREATED, InstanceEvent.Kind.VERIFIED, InstanceEvent.Kind.ACTIVATED)) {
            deployment.instanceEvent(new InstanceEvent(kind, "instance-1", Instant.EPOCH));
            RealTemporal.until(() -> world.journal.has("recordInstance " + kind));
        }
        RealTemporal.until(() -> world.journal.has("deploymentMoved ACTIVE"));
        deployment.terminate(Reason.OPERATOR_PURGED);
        WorkflowStub.fromTyped(deployment).getResult(DeploymentOutcome.class);
    }

    private void bounty() {
        BountyWorkflow bounty = temporal.workflow(BountyWorkflow.class, WorkflowIds.bounty(World.VALIDATOR, "chute-1"));
        BatchRequest request = temporal.client().newSignalWithStartRequest();
        request.add(bounty::follow, new BountyWatch(World.VALIDATOR, "chute-1", Duration.ofMinutes(30)));
        request.add(bounty::announced, new BountyNotice("event-1", 100, 1.5));
        temporal.client().signalWithStart(request);
        bounty.deploymentMoved(new BountyMove(DEPLOYMENT, Phase.ACTIVE, null));
        WorkflowStub.fromTyped(bounty).getResult(BountyOutcome.class);
    }

    private void onboarding() {
        OnboardingWorkflow onboarding = temporal.workflow(OnboardingWorkflow.class, WorkflowIds.onboarding("h200-0"));
        WorkflowClient.start(
                onboarding::onboard,
                new OnboardingRequest(
                        "h200-0",
                        World.VALIDATOR,
                        2.5,
                        "h200",
                        null,
                        OnboardingRequest.Timings.DEFAULTS,
                        "http://127.0.0.1:8100"));
        WorkflowStub.fromTyped(onboarding).getResult(OnboardingOutcome.class);
    }

    private void proof() {
        world.inventory.knownServer = new KnownServer(
                "h200-0",
                "uid-1",
                World.VALIDATOR,
                "h200",
                true,
                world.gpuHost.devices.stream()
                        .map(device -> new KnownGpu(device, true, false))
                        .toList());
        temporal.workflow(ProofWorkflow.class, WorkflowIds.proof("h200-0")).look("h200-0");
    }

    private void chute() {
        world.validator.refreshes.add(Refresh.GONE);
        world.inventory.openDeployments.add("d-1");
        ChuteWorkflow chute = temporal.workflow(ChuteWorkflow.class, WorkflowIds.chute(World.VALIDATOR, "chute-1"));
        BatchRequest request = temporal.client().newSignalWithStartRequest();
        request.add(chute::own, World.VALIDATOR, "chute-1", ChutePauses.DEFAULTS);
        request.add(chute::changed, new ChuteChange(ChuteChange.Kind.DELETED, "event-2", "v1"));
        temporal.client().signalWithStart(request);
        WorkflowStub.fromTyped(chute).getResult(Void.class);
    }

    private void server() {
        world.inventory.openDeployments.add("d-2");
        ServerWorkflow server = temporal.workflow(ServerWorkflow.class, WorkflowIds.server("h200-0"));
        ServerOrder order = new ServerOrder(
                "h200-0",
                "uid-1",
                World.VALIDATOR,
                Duration.ofMinutes(1),
                "http://198.51.100.7:32000",
                Duration.ofSeconds(2));
        WorkflowClient.start(server::own, order);
        server.setLocked(true);
        server.delete();
        WorkflowStub.fromTyped(server).getResult(Void.class);
    }

    private static DeploymentOrder order() {
        return new DeploymentOrder(
                DEPLOYMENT,
                "plan-1",
                World.VALIDATOR,
                "chute-1",
                "llama",
                "v1",
                "server-1",
                "h200-0",
                List.of("gpu-0", "gpu-1"),
                Cause.BOUNTY,
                WorkflowIds.bounty(World.VALIDATOR, "chute-1"),
                List.of(),
                DeploymentTimings.DEFAULTS);
    }
}
