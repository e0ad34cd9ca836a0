package dev.rigger.workflows.deployment;

import dev.rigger.workflows.SearchKeys;
import dev.rigger.workflows.Steps;
import dev.rigger.workflows.bounty.BountyMove;
import dev.rigger.workflows.bounty.BountySignals;
import dev.rigger.workflows.fleet.FleetSignals;
import dev.rigger.workflows.fleet.FleetWake;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One deployment's life, from reservation to release.
 *
 * <p>Steps: reserve → token → (make room) → create → claimed → verified → active → serve, then drain → confirm gone →
 * release. Without room to make, the first three share one workflow task. Whatever ends it after the reservation, it ends by the same forward path, which a
 * cancellation does not interrupt: a GPU is released only after its pod is confirmed gone.
 */
public final class DeploymentWorkflowImpl implements DeploymentWorkflow {
    private static final Logger LOG = Workflow.getLogger(DeploymentWorkflowImpl.class);
    private static final Duration TOKEN_PATIENCE = Duration.ofMinutes(2);
    private static final Duration CREATION_PATIENCE = Duration.ofMinutes(5);
    /** What keeps a pod from starting may pass: a registry comes back, an operator makes what is missing. */
    private static final Duration TROUBLE_PATIENCE = Duration.ofMinutes(5);

    private final DeploymentOrder order;
    private final LifeStages life = new LifeStages();
    private final Drain drain;
    private final Room room;
    private String waitingFor = "its reservation";
    private Instant createdAt = Instant.EPOCH;
    private Instant claimedAt = Instant.EPOCH;

    @WorkflowInit
    public DeploymentWorkflowImpl(DeploymentOrder order) {
        this.order = order;
        this.drain = new Drain(order, this::enter);
        this.room = new Room(order);
    }

    @Override
    public DeploymentOutcome deploy(DeploymentOrder same) {
        Reason refused = reserve();
        if (refused != null) {
            return over(Phase.REFUSED, refused);
        }
        Reason reason = whyItEnded(List.of(
                this::obtainLaunchToken,
                this::makeRoom,
                this::createWorkload,
                this::awaitClaim,
                this::awaitVerification,
                this::awaitActivation,
                this::serveUntilTold));
        Workflow.newDetachedCancellationScope(() -> drainAndRelease(reason)).run();
        return over(life.phase(), reason);
    }

    @Override
    public void instanceEvent(InstanceEvent event) {
        Phase before = life.phase();
        if (!life.heard(event)) {
            return;
        }
        if (life.phase() != before) {
            show();
            claimedAt = claimedAt.equals(Instant.EPOCH) ? now() : claimedAt;
        }
        Steps.run(
                ReservationActivities.class,
                "Record " + event.kind(),
                inventory -> inventory.recordInstance(order.deploymentId(), event));
        if (life.phase() == Phase.ACTIVE && before != Phase.ACTIVE) {
            tellBounty(Phase.ACTIVE, null);
        }
    }

    @Override
    public void podSeen(PodSighting sighting) {
        life.saw(sighting);
    }

    @Override
    public void terminate(Reason reason) {
        life.end(reason);
    }

    @Override
    public DeploymentState state() {
        return new DeploymentState(order.deploymentId(), life.phase(), life.instanceId(), life.ending(), waitingFor);
    }

    private @Nullable Reason reserve() {
        Reservation reservation = Steps.call(
                ReservationActivities.class,
                "Reserve " + order.gpuIds().size() + " GPUs on " + order.serverName(),
                (ReservationActivities inventory) -> inventory.reserve(order));
        if (reservation.refused() == null) {
            life.continueFrom(reservation.reached(), reservation.instanceId());
            // Whoever had a token may have made a Job and died before writing that down.
            drain.workloadMayExist(life.reached(Phase.GRANTED));
            createdAt = now();
            claimedAt = now();
        }
        return reservation.refused();
    }

    private @Nullable Reason obtainLaunchToken() {
        if (life.reached(Phase.CREATED)) {
            return null;
        }
        String summary = "Launch token for " + order.chuteName();
        LaunchToken answer;
        try {
            answer = order.jobId() != null
                    ? askPatiently(summary)
                    : Steps.quicklyOrPatiently(
                            () -> Steps.quick(LaunchActivities.class, summary).obtainLaunchToken(order.deploymentId()),
                            () -> askPatiently(summary));
        } catch (ActivityFailure away) {
            return unlessCancelled(away, Reason.VALIDATOR_UNREACHABLE);
        }
        return switch (answer) {
            case LaunchToken.Granted granted -> {
                life.moveTo(Phase.GRANTED);
                drain.holdsJob(order.jobId() != null);
                yield null;
            }
            case LaunchToken.CapacityLocked locked -> Reason.CAPACITY_LOCKED;
            case LaunchToken.Forbidden forbidden -> Reason.FORBIDDEN;
            case LaunchToken.Rejected rejected -> Reason.REJECTED;
            case LaunchToken.Unauthorised unauthorised -> Reason.UNAUTHORISED;
        };
    }

    /**
     * A job can be asked for once, so its answer is waited for longer than a quick step lasts, and to the end. Whoever
     * else is told to end meanwhile needs no token any more; one that comes too late expires unused.
     */
    private LaunchToken askPatiently(String summary) {
        LaunchActivities validator = Steps.patient(LaunchActivities.class, summary, TOKEN_PATIENCE);
        return order.jobId() != null
                ? validator.obtainLaunchToken(order.deploymentId())
                : Steps.unless(() -> life.ending() != null, () -> validator.obtainLaunchToken(order.deploymentId()));
    }

    private @Nullable Reason makeRoom() {
        return order.victims().isEmpty() || life.reached(Phase.CREATED) ? null : room.make(this::waitFor);
    }

    private @Nullable Reason createWorkload() {
        if (life.reached(Phase.CREATED)) {
            // An earlier attempt may have died between the step and the record of its phase.
            enter(life.phase(), null);
            return null;
        }
        drain.workloadMayExist(true);
        String summary = "Service and Job on " + order.serverName();
        Workload answer;
        try {
            answer = Steps.quicklyOrPatiently(
                    () -> Steps.quick(WorkloadActivities.class, summary).createWorkload(order.deploymentId()),
                    () -> Steps.patient(WorkloadActivities.class, summary, CREATION_PATIENCE)
                            .createWorkload(order.deploymentId()));
        } catch (ActivityFailure away) {
            return unlessCancelled(away, Reason.CLUSTER_UNREACHABLE);
        }
        return switch (answer) {
            case Workload.Created created -> {
                createdAt = now();
                enter(Phase.CREATED, null);
                yield null;
            }
            case Workload.Refused refusal -> {
                LOG.warn("the cluster refused the workload: {}", refusal.why());
                yield Reason.CLUSTER_REFUSED;
            }
        };
    }

    private @Nullable Reason awaitClaim() {
        if (!await("the pod to start", order.timings().podStart(), Phase.CLAIMED) && !life.podSeenRunning()) {
            lookAtPod();
        }
        if (life.trouble() != null && !life.over(Phase.CLAIMED)) {
            await("the pod to start in spite of " + life.words(), TROUBLE_PATIENCE, Phase.CLAIMED);
            if (!life.over(Phase.CLAIMED) && !life.podSeenRunning()) {
                lookAtPod();
            }
            if (!life.over(Phase.CLAIMED) && life.trouble() != null) {
                return life.trouble();
            }
        }
        boolean claimed = await(
                "the pod to claim its token", left(createdAt, order.timings().claim()), Phase.CLAIMED);
        return claimed ? null : life.podSeenRunning() ? Reason.NEVER_CLAIMED : neverStarted();
    }

    private Reason neverStarted() {
        Reason trouble = life.trouble();
        return trouble == null ? Reason.POD_NEVER_STARTED : trouble;
    }

    private @Nullable Reason awaitVerification() {
        // One timer serves both stages: verified in time, it runs on towards the activation.
        Duration left = left(claimedAt, order.timings().verification());
        await("the validator to verify and activate the instance", left, Phase.ACTIVE);
        return life.over(Phase.VERIFIED) ? null : Reason.NEVER_VERIFIED;
    }

    private @Nullable Reason awaitActivation() {
        Duration left = left(claimedAt, order.timings().activation());
        return await("the instance to become active", left, Phase.ACTIVE) ? null : Reason.NEVER_ACTIVATED;
    }

    private @Nullable Reason serveUntilTold() {
        waitFor("somebody to end it; it serves");
        Workflow.await(() -> life.ending() != null);
        return null;
    }

    /** The steps in order, until one says why not, or somebody told the deployment to end. */
    private Reason whyItEnded(List<Functions.Func<@Nullable Reason>> steps) {
        try {
            for (Functions.Func<@Nullable Reason> step : steps) {
                if (life.ending() == null) {
                    Reason refused = life.reached(Phase.DRAINING) ? Reason.CANCELLED : step.apply();
                    if (refused != null) {
                        life.end(refused);
                    }
                }
            }
        } catch (CanceledFailure cancelled) {
            life.end(Reason.CANCELLED);
        } catch (ActivityFailure cancelled) {
            life.end(unlessCancelled(cancelled, Reason.CANCELLED));
        }
        Reason reason = life.ending();
        return reason == null ? Reason.CANCELLED : reason;
    }

    private void drainAndRelease(Reason reason) {
        waitFor("the pod to be gone");
        drain.untilGone(reason, life.instanceId() != null);
        Workflow.await(Workflow::isEveryHandlerFinished);
        Steps.run(
                ReservationActivities.class,
                "Release the GPUs: " + reason,
                inventory -> inventory.release(order.deploymentId(), reason));
        life.moveTo(drain.workloadMayExist() ? Phase.GONE : Phase.REFUSED);
    }

    /** The last words: what it was, to people; that it is over, to the bounty; that GPUs are free, to the coordinator. */
    private DeploymentOutcome over(Phase last, Reason reason) {
        life.moveTo(last);
        life.end(reason);
        waitFor("nothing, it is over");
        Workflow.newDetachedCancellationScope(() -> {
                    Workflow.upsertTypedSearchAttributes(
                            SearchKeys.PHASE.valueSet(last.name()), SearchKeys.REASON.valueSet(reason.name()));
                    if (!life.wasActive()) {
                        tellBounty(last, reason);
                    }
                    wakeFleet();
                    Workflow.await(Workflow::isEveryHandlerFinished);
                })
                .run();
        return new DeploymentOutcome(order.deploymentId(), last, reason, life.wasActive());
    }

    /** Shown to people and written for the planner. */
    private void enter(Phase phase, @Nullable Reason reason) {
        life.moveTo(phase);
        if (reason == null) {
            show();
        } else {
            Workflow.upsertTypedSearchAttributes(
                    SearchKeys.PHASE.valueSet(phase.name()), SearchKeys.REASON.valueSet(reason.name()));
        }
        Steps.run(
                ReservationActivities.class,
                "Record " + phase,
                inventory -> inventory.recordPhase(
                        order.deploymentId(), phase, reason == null ? "" : reason.name(), words(phase)));
    }

    private String words(Phase phase) {
        String said = phase == Phase.HELD ? drain.words() : life.words();
        return said == null ? "" : said;
    }

    private void show() {
        Workflow.upsertTypedSearchAttributes(
                SearchKeys.PHASE.valueSet(life.phase().name()));
    }

    /** The cluster's own word, after a silence. A cluster that does not answer has not said that the pod is absent. */
    private void lookAtPod() {
        try {
            life.saw(Steps.quick(WorkloadActivities.class, "Look at the pod").lookAtPod(order.deploymentId()));
        } catch (ActivityFailure unknown) {
            if (Steps.isCancellation(unknown)) {
                throw unknown;
            }
            LOG.info("the cluster of {} does not say how the pod is; the claim is awaited", order.serverName());
        }
    }

    /** A bounty or a coordinator that cannot be told learns of it by its own looks, later. */
    private void tellBounty(Phase phase, @Nullable Reason reason) {
        String bounty = order.bountyWorkflowId();
        if (bounty != null) {
            BountyMove move = new BountyMove(order.deploymentId(), phase, reason);
            tell(
                    "the bounty",
                    () -> Steps.quick(BountySignals.class, "Tell the bounty: " + phase)
                            .deploymentMoved(bounty, move));
        }
    }

    private void wakeFleet() {
        FleetWake wake = new FleetWake(
                FleetWake.Kind.CAPACITY_FREED,
                Workflow.getInfo().getWorkflowId() + "/" + Workflow.getInfo().getRunId(),
                order.chuteId());
        tell(
                "the coordinator",
                () -> Steps.quick(FleetSignals.class, "Wake the coordinator").wake(order.validator(), wake));
    }

    private static void tell(String whom, Functions.Proc message) {
        try {
            message.apply();
        } catch (TemporalFailure away) {
            LOG.warn("{} could not be told and will find out by itself", whom, away);
        }
    }

    private boolean await(String what, Duration patience, Phase phase) {
        waitFor(what);
        return Steps.await(patience, "Give up waiting for " + what, () -> life.over(phase));
    }

    private void waitFor(String what) {
        waitingFor = what;
        Workflow.setCurrentDetails("Waiting for " + what);
    }

    private static Reason unlessCancelled(ActivityFailure failure, Reason otherwise) {
        return Steps.isCancellation(failure) ? Reason.CANCELLED : otherwise;
    }

    private static Duration left(Instant since, Duration patience) {
        return Duration.between(now(), since.plus(patience));
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
