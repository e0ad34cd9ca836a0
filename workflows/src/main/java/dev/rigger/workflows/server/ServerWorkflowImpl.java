package dev.rigger.workflows.server;

import dev.rigger.workflows.SearchKeys;
import dev.rigger.workflows.Steps;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.fleet.FleetSignals;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.onboarding.AgentFarewell;
import dev.rigger.workflows.onboarding.NodeActivities;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import dev.rigger.workflows.onboarding.ScheduleActivities;
import dev.rigger.workflows.onboarding.ServerRecordActivities;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities;
import dev.rigger.workflows.progress.ProgressLine;
import dev.rigger.workflows.progress.ProgressLog;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowLock;
import java.time.Duration;
import java.util.List;

/**
 * Owns one server: writes locks one after another and, told to delete, drain → withdraw → unschedule → unlabel → forget.
 * Its rows go last, so that a deletion that is interrupted can be seen and taken up again; its agent is told after that.
 */
public final class ServerWorkflowImpl implements ServerWorkflow {
    /** An owner started for a request waits this long for it, and for the next. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static final Duration CLUSTER_PATIENCE = Duration.ofMinutes(5);

    private final ServerOrder order;
    private final WorkflowLock oneAtATime = Workflow.newWorkflowLock();
    private boolean deleting;
    private int requests;
    private int deploymentsLeft;
    private String waitingFor = "a request";

    @WorkflowInit
    public ServerWorkflowImpl(ServerOrder order) {
        this.order = order;
    }

    @Override
    public void own(ServerOrder same) {
        Workflow.upsertTypedSearchAttributes(SearchKeys.SERVER_NAME.valueSet(order.serverName()));
        int served;
        do {
            served = requests;
            int before = served;
            Steps.await(IDLE, "Nobody wants anything", () -> deleting || requests > before);
            Workflow.await(Workflow::isEveryHandlerFinished);
        } while (!deleting && requests > served);
        if (deleting) {
            deleteServer();
            Workflow.await(Workflow::isEveryHandlerFinished);
        }
    }

    @Override
    public void setLocked(boolean locked) {
        requests++;
        oneAtATime.lock();
        try {
            // A server that leaves stays locked.
            if (!deleting) {
                Steps.run(
                        ServerInventoryActivities.class,
                        locked ? "Lock" : "Unlock",
                        inventory -> inventory.writeLock(order.serverId(), locked));
            }
        } finally {
            oneAtATime.unlock();
        }
        if (!locked && !deleting) {
            wakeFleet("unlocked/" + requests);
        }
    }

    @Override
    public void delete() {
        deleting = true;
    }

    @Override
    public ServerState state() {
        return new ServerState(deleting, deploymentsLeft, waitingFor);
    }

    private void deleteServer() {
        ProgressLog progress = new ProgressLog();
        progress.say("deleting server " + order.serverName() + ": draining its deployments...");
        Workflow.upsertTypedSearchAttributes(SearchKeys.PHASE.valueSet("DELETING"));
        Steps.run(
                ServerInventoryActivities.class,
                "Reserve nothing on it any more",
                inventory -> inventory.markLeaving(order.serverId()));
        drain(progress);
        withdraw(progress);
        Steps.run(
                ScheduleActivities.class,
                "End its cache cleanups",
                schedules -> schedules.unscheduleCacheCleanup(order.serverName()));
        if (Workflow.getVersion("proofs-end", Workflow.DEFAULT_VERSION, 1) >= 1) {
            Steps.run(
                    ScheduleActivities.class,
                    "End its later proofs",
                    schedules -> schedules.unscheduleProofs(order.serverName()));
        }
        OnboardingRequest request = new OnboardingRequest(
                order.serverName(), order.validator(), 0, "", order.agentApi(), OnboardingRequest.Timings.DEFAULTS);
        unlabel(request, progress);
        Steps.run(ServerRecordActivities.class, "Forget its rows", rows -> rows.forgetServer(order.serverId()));
        wakeFleet("deleted");
        AgentFarewell.say(request, progress);
        progress.end("server " + order.serverName() + " is deleted", ProgressLine.End.SUCCEEDED);
    }

    private void drain(ProgressLog progress) {
        Duration pause = order.firstLook();
        List<String> open = deploymentsLeft();
        open.forEach(ServerWorkflowImpl::terminate);
        while (!open.isEmpty()) {
            waitingFor = open.size() + " deployments to be gone";
            Workflow.setCurrentDetails("Waiting for " + waitingFor);
            Steps.await(pause, waitingFor, () -> false);
            if (pause.compareTo(order.drainReport()) >= 0) {
                progress.say("still waiting for " + waitingFor + "...");
            }
            pause = pause.compareTo(order.drainReport()) < 0 ? pause.multipliedBy(2) : order.drainReport();
            List<String> known = open;
            open = deploymentsLeft();
            open.stream().filter(id -> !known.contains(id)).forEach(ServerWorkflowImpl::terminate);
        }
        waitingFor = "nothing";
    }

    private List<String> deploymentsLeft() {
        List<String> open = Steps.call(
                ServerInventoryActivities.class,
                "Which deployments are left",
                (ServerInventoryActivities inventory) -> inventory.deploymentsOn(order.serverId()));
        deploymentsLeft = open.size();
        return open;
    }

    private static void terminate(String deploymentId) {
        Steps.run(
                DeploymentSignals.class,
                "End " + deploymentId,
                deployments -> deployments.terminate(deploymentId, Reason.SERVER_DELETED));
    }

    /** Retried until the validator knows: a server it still lists would be asked for proofs. */
    private void withdraw(ProgressLog progress) {
        progress.say("withdrawing server " + order.serverName() + " from validator " + order.validator() + "...");
        List<String> gpus = Steps.call(
                ServerInventoryActivities.class,
                "Its GPUs",
                (ServerInventoryActivities inventory) -> inventory.gpusOf(order.serverId()));
        Steps.patient(ValidatorNodeActivities.class, "Withdraw it at the validator")
                .withdrawServer(order.validator(), order.serverId(), gpus);
    }

    /** A cluster that is gone keeps its labels; the server goes all the same. */
    private void unlabel(OnboardingRequest request, ProgressLog progress) {
        try {
            Steps.patient(NodeActivities.class, "Remove the node's labels", CLUSTER_PATIENCE)
                    .unlabelNode(request);
        } catch (ActivityFailure gone) {
            if (Steps.isCancellation(gone)) {
                throw gone;
            }
            progress.say("the cluster of " + order.serverName() + " does not answer: its node keeps our labels");
        }
    }

    private void wakeFleet(String what) {
        FleetWake wake = new FleetWake(
                FleetWake.Kind.SERVER_CHANGED,
                "server/" + order.serverName() + "/" + what + "/"
                        + Workflow.getInfo().getRunId(),
                null);
        Steps.run(FleetSignals.class, "Wake the coordinator", fleet -> fleet.wake(order.validator(), wake));
    }
}
