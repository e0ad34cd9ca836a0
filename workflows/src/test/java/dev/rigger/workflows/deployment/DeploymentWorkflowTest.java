package dev.rigger.workflows.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.rigger.workflows.FailureTypes;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.deployment.InstanceEvent.Kind;
import dev.rigger.workflows.deployment.PodSighting.State;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.world.World;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DeploymentWorkflowTest {
    private static final String BOUNTY = "bounty/5Validator/chute-1";

    private final World world = new World();
    private final DeploymentOrder order = order(UUID.randomUUID().toString());
    private final DeploymentWorkflow deployment =
            world.workflow(DeploymentWorkflow.class, WorkflowIds.deployment(order.deploymentId()));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aDeploymentThatGoesWellTakesEveryStepOnceAndInOrder() {
        goesActive(Duration.ofSeconds(20));
        after(Duration.ofHours(5), () -> deployment.terminate(Reason.OPERATOR_PURGED));

        DeploymentOutcome outcome = deploy();

        assertThat(outcome)
                .isEqualTo(new DeploymentOutcome(order.deploymentId(), Phase.GONE, Reason.OPERATOR_PURGED, true));
        assertThat(world.journal.calls())
                .containsSubsequence("reserve", "obtainLaunchToken", "createWorkload", "recordPhase CREATED")
                .containsSubsequence(
                        "recordInstance CREATED",
                        "recordInstance VERIFIED",
                        "recordInstance ACTIVATED",
                        "deploymentMoved ACTIVE")
                .containsSubsequence("recordPhase DRAINING", "deleteWorkload", "confirmGone", "release")
                .containsSubsequence("purgeInstance", "release", "wake CAPACITY_FREED")
                .doesNotHaveDuplicates();
        assertThat(world.cluster.jobs).isEmpty();
    }

    @Test
    void aWholeLifeCostsAtMostSixtyEvents() {
        goesActive(Duration.ofMinutes(3));
        after(Duration.ofHours(5), () -> deployment.terminate(Reason.OPERATOR_PURGED));

        deploy();

        assertThat(world.historyLength(WorkflowIds.deployment(order.deploymentId())))
                .isLessThanOrEqualTo(60);
    }

    @Test
    void roomIsMadeOnlyOnceTheLaunchIsGranted() {
        goesActive(Duration.ofSeconds(20));
        after(Duration.ofHours(5), () -> deployment.terminate(Reason.OPERATOR_PURGED));

        deployment.deploy(replacing("victim-1", "victim-2"));

        assertThat(world.journal.calls())
                .containsSubsequence("reserve", "obtainLaunchToken", "awaitGpus", "createWorkload");
        assertThat(world.coordination.terminated)
                .containsOnly(entry("victim-1", Reason.PREEMPTED), entry("victim-2", Reason.PREEMPTED));
    }

    /** No pod of theirs goes before all eight were told to: one after the other they would be waited for in vain. */
    @Test
    void eightWhoMakeRoomForOneDrainAtOnce() {
        List<String> victims = IntStream.range(0, 8)
                .mapToObj(n -> UUID.randomUUID().toString())
                .toList();
        victims.forEach(victim -> WorkflowClient.start(workflowOf(victim)::deploy, order(victim)));
        // Before their timers for the pod's start: the test server refuses to cancel a timer in the moment in which it
        // fires.
        world.temporal.sleep(DeploymentTimings.DEFAULTS.podStart().dividedBy(2));
        assertThat(world.cluster.jobs).hasSameSizeAs(victims);
        world.coordination.terminator = (victim, reason) -> world.client()
                .newWorkflowStub(DeploymentWorkflow.class, WorkflowIds.deployment(victim))
                .terminate(reason);
        world.inventory.roomIsMade = () -> world.inventory.released.keySet().containsAll(victims);
        world.cluster.goingTogether = victims.size();
        goesActive(Duration.ofMinutes(10));
        after(Duration.ofHours(5), () -> deployment.terminate(Reason.OPERATOR_PURGED));

        DeploymentOutcome outcome = deployment.deploy(replacing(victims.toArray(String[]::new)));

        assertThat(outcome.reason()).isEqualTo(Reason.OPERATOR_PURGED);
        assertThat(outcome.wasActive()).isTrue();
        assertThat(victims)
                .allSatisfy(victim -> assertThat(world.inventory.released).containsEntry(victim, Reason.PREEMPTED));
        List<String> calls = world.journal.calls();
        assertThat(calls.subList(0, calls.indexOf("release")))
                .as("before the first of them let go of its GPUs")
                .filteredOn("deleteWorkload"::equals)
                .hasSizeGreaterThanOrEqualTo(victims.size());
    }

    private DeploymentWorkflow workflowOf(String deploymentId) {
        return world.workflow(DeploymentWorkflow.class, WorkflowIds.deployment(deploymentId));
    }

    @Test
    void aLaunchThatIsNotGrantedEndsNobody() {
        world.validator.token = new LaunchToken.CapacityLocked(Duration.ofMinutes(2), "enough copies");

        DeploymentOutcome outcome = deployment.deploy(replacing("victim-1"));

        assertThat(outcome.reason()).isEqualTo(Reason.CAPACITY_LOCKED);
        assertThat(world.coordination.terminated).isEmpty();
        assertThat(world.inventory.released).containsKey(order.deploymentId());
        assertThat(world.journal.calls()).containsSubsequence("release", "wake CAPACITY_FREED");
    }

    @Test
    void roomThatIsNotMadeInTimeIsGivenUp() {
        world.inventory.roomIsMade = () -> false;

        DeploymentOutcome outcome = deployment.deploy(replacing("victim-1"));

        assertThat(outcome.reason()).isEqualTo(Reason.ROOM_NOT_MADE);
        assertThat(world.journal.calls())
                .doesNotContain("createWorkload")
                .containsSubsequence("release", "wake CAPACITY_FREED");
    }

    @Test
    void aJobIsAskedForOnceAndFreesItsGpusWhenItsPodIsDone() {
        goesActive(Duration.ofSeconds(20));
        after(Duration.ofHours(1), () -> deployment.podSeen(new PodSighting(State.SUCCEEDED, null)));

        DeploymentOutcome outcome = deployment.deploy(job());

        assertThat(outcome)
                .isEqualTo(new DeploymentOutcome(order.deploymentId(), Phase.GONE, Reason.POD_SUCCEEDED, true));
        assertThat(world.journal.count("obtainLaunchToken")).isEqualTo(1);
        assertThat(world.inventory.released).containsEntry(order.deploymentId(), Reason.POD_SUCCEEDED);
    }

    @Test
    void aJobThatNobodyWantsAnyMoreEnds() {
        goesActive(Duration.ofSeconds(20));
        after(Duration.ofHours(1), () -> deployment.terminate(Reason.JOB_DELETED));

        assertThat(deployment.deploy(job()).reason()).isEqualTo(Reason.JOB_DELETED);

        assertThat(world.journal.calls()).containsSubsequence("deleteWorkload", "confirmGone", "release");
    }

    @Test
    void aJobThatWasGrantedAndFindsNoRoomIsGivenBack() {
        world.inventory.roomIsMade = () -> false;

        DeploymentOutcome outcome = deployment.deploy(job("victim-1"));

        assertThat(outcome.reason()).isEqualTo(Reason.ROOM_NOT_MADE);
        assertThat(world.journal.calls())
                .containsSubsequence("obtainLaunchToken", "purgeInstance", "release")
                .doesNotContain("createWorkload");
    }

    @Test
    void aJobThatIsRefusedHasNothingToGiveBack() {
        world.validator.token = new LaunchToken.Rejected(409, "taken");

        assertThat(deployment.deploy(job()).reason()).isEqualTo(Reason.REJECTED);

        assertThat(world.journal.calls()).doesNotContain("purgeInstance", "createWorkload");
    }

    @Test
    void aRefusedReservationTouchesNobodyElse() {
        world.inventory.answer = Reservation.refused(Reason.GPU_TAKEN);

        assertThat(deploy()).isEqualTo(outcome(Phase.REFUSED, Reason.GPU_TAKEN));

        assertThat(world.journal.calls()).containsExactly("reserve", "deploymentMoved REFUSED", "wake CAPACITY_FREED");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(new LaunchToken.CapacityLocked(Duration.ofMinutes(2), "full"), Reason.CAPACITY_LOCKED),
                Arguments.of(new LaunchToken.Forbidden(Duration.ofHours(1), "no"), Reason.FORBIDDEN),
                Arguments.of(new LaunchToken.Rejected(404, "unknown chute"), Reason.REJECTED),
                Arguments.of(new LaunchToken.Unauthorised("clock"), Reason.UNAUTHORISED));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusedTokenReleasesTheGpusWithoutTouchingTheCluster(LaunchToken answer, Reason reason) {
        world.validator.token = answer;

        assertThat(deploy()).isEqualTo(outcome(Phase.REFUSED, reason));

        assertThat(world.inventory.released).containsEntry(order.deploymentId(), reason);
        assertThat(world.journal.calls()).doesNotContain("createWorkload", "deleteWorkload", "purgeInstance");
        assertThat(world.coordination.bountyMoves).extracting("reason").containsExactly(reason);
    }

    @Test
    void aValidatorThatStaysAwayIsGivenUp() {
        world.journal.failAlways("obtainLaunchToken", "HTTP_503");

        assertThat(deploy()).isEqualTo(outcome(Phase.REFUSED, Reason.VALIDATOR_UNREACHABLE));

        assertThat(world.journal.count("obtainLaunchToken")).isGreaterThan(4);
        assertThat(world.inventory.openDeployments).isEmpty();
    }

    @Test
    void aStepWithoutAPermitIsRunPatientlyAtOnce() {
        world.journal.failNext("createWorkload", 1, FailureTypes.CLUSTER_BUSY);
        goesActive(Duration.ofSeconds(20));
        after(Duration.ofHours(1), () -> deployment.terminate(Reason.PREEMPTED));

        assertThat(deploy().wasActive()).isTrue();

        assertThat(world.journal.count("createWorkload")).isEqualTo(2);
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedFor() {
        world.journal.failNext("reserve", 8, "DATABASE_AWAY");
        world.validator.token = new LaunchToken.Rejected(409, "conflict");

        assertThat(deploy()).isEqualTo(outcome(Phase.REFUSED, Reason.REJECTED));
    }

    @Test
    void aClusterThatRefusesIsStillLookedAtBeforeTheRelease() {
        world.cluster.answer = new Workload.Refused("quota");

        assertThat(deploy()).isEqualTo(outcome(Phase.GONE, Reason.CLUSTER_REFUSED));

        assertThat(world.journal.calls())
                .containsSubsequence("createWorkload", "deleteWorkload", "confirmGone", "release");
    }

    @Test
    void aClusterThatNeverAnswersTheCreationIsDrainedAllTheSame() {
        world.journal.failAlways("createWorkload", "CLUSTER_UNREACHABLE");

        assertThat(deploy()).isEqualTo(outcome(Phase.GONE, Reason.CLUSTER_UNREACHABLE));

        assertThat(world.journal.calls()).containsSubsequence("deleteWorkload", "confirmGone", "release");
    }

    @Test
    void aPodThatNeverStartsEndsAtTheClaimDeadline() {
        assertThat(deploy()).isEqualTo(outcome(Phase.GONE, Reason.POD_NEVER_STARTED));

        assertThat(world.journal.count("lookAtPod")).isEqualTo(1);
    }

    @Test
    void whatKeepsAPodFromStartingIsTheReasonAndIsNotWaitedOutToTheEnd() {
        world.cluster.sight = new PodSighting(State.PENDING, "ImagePullBackOff", Reason.IMAGE_PULL_FAILED);

        assertThat(deploy()).isEqualTo(outcome(Phase.GONE, Reason.IMAGE_PULL_FAILED));

        assertThat(world.journal.count("lookAtPod")).isEqualTo(2);
        assertThat(world.inventory.said).contains("DRAINING IMAGE_PULL_FAILED: ImagePullBackOff");
    }

    @Test
    void aTroubleThatPassesIsForgotten() {
        world.cluster.sight = new PodSighting(State.PENDING, "ImagePullBackOff", Reason.IMAGE_PULL_FAILED);
        goesActive(Duration.ofMinutes(3));
        after(Duration.ofHours(1), () -> deployment.terminate(Reason.PREEMPTED));

        assertThat(deploy().wasActive()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"POD_EVICTED", "POD_OUT_OF_MEMORY", "NODE_GONE", "NODE_REFUSED_POD", "WORKLOAD_DISAPPEARED"})
    void whyAPodFailedIsWhyTheDeploymentEnded(Reason why) {
        goesActive(Duration.ofSeconds(20));
        after(Duration.ofHours(2), () -> deployment.podSeen(new PodSighting(State.FAILED, "words", why)));

        assertThat(deploy()).isEqualTo(new DeploymentOutcome(order.deploymentId(), Phase.GONE, why, true));
        assertThat(world.inventory.said).contains("DRAINING " + why + ": words");
    }

    @Test
    void aLookThatFindsNothingEndsTheWaiting() {
        world.cluster.sight = new PodSighting(State.ABSENT, null);

        assertThat(deploy()).isEqualTo(outcome(Phase.GONE, Reason.WORKLOAD_DISAPPEARED));
    }

    @Test
    void aClusterThatDoesNotSayHowThePodIsHasNotSaidThatItIsGone() {
        world.journal.failAlways("lookAtPod", "CLUSTER_UNREACHABLE");
        goesActive(Duration.ofMinutes(10));
        after(Duration.ofHours(1), () -> deployment.terminate(Reason.PREEMPTED));

        assertThat(deploy().wasActive()).isTrue();
    }

    @Test
    void aRunningPodThatNeverClaimsIsEnded() {
        after(Duration.ofSeconds(5), () -> deployment.podSeen(new PodSighting(State.RUNNING, null)));

        assertThat(deploy()).isEqualTo(outcome(Phase.GONE, Reason.NEVER_CLAIMED));

        assertThat(world.journal.has("lookAtPod")).isFalse();
    }

    /** It may claim until it is gone, and what the validator was asked before says nothing about that. */
    @Test
    void theInstanceOfAPodThatWasNeverHeardOfIsLookedForAgainOnceThePodIsGone() {
        after(Duration.ofSeconds(5), () -> deployment.terminate(Reason.OPERATOR_PURGED));

        deploy();

        List<String> calls = world.journal.calls();
        assertThat(calls).filteredOn("purgeInstance"::equals).hasSize(2);
        assertThat(calls).containsSubsequence("confirmGone", "purgeInstance", "release");
    }

    @Test
    void aClaimThatIsNeverVerifiedIsEnded() {
        hear(Duration.ofSeconds(5), Kind.CREATED);

        assertThat(deploy()).isEqualTo(outcome(Phase.GONE, Reason.NEVER_VERIFIED));
    }

    @Test
    void aVerifiedInstanceThatIsNeverActivatedIsEnded() {
        hear(Duration.ofSeconds(5), Kind.CREATED);
        hear(Duration.ofSeconds(9), Kind.VERIFIED);

        assertThat(deploy()).isEqualTo(outcome(Phase.GONE, Reason.NEVER_ACTIVATED));
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"FAILED", "SUCCEEDED", "ABSENT"})
    void aPodThatEndsWhileServingEndsTheDeployment(State state) {
        goesActive(Duration.ofSeconds(20));
        after(Duration.ofHours(2), () -> deployment.podSeen(new PodSighting(state, "exit code 137")));

        Reason expected = switch (state) {
            case FAILED -> Reason.POD_FAILED;
            case SUCCEEDED -> Reason.POD_SUCCEEDED;
            default -> Reason.WORKLOAD_DISAPPEARED;
        };
        assertThat(deploy()).isEqualTo(new DeploymentOutcome(order.deploymentId(), Phase.GONE, expected, true));
    }

    @Test
    void anInstanceThatTheValidatorDeletedIsNotPurgedAgain() {
        goesActive(Duration.ofSeconds(20));
        hear(Duration.ofHours(1), Kind.DELETED);

        assertThat(deploy().reason()).isEqualTo(Reason.VALIDATOR_REMOVED);

        assertThat(world.journal.has("purgeInstance")).isFalse();
    }

    @Test
    void eventsMayComeInAnyOrderAndTwice() {
        hear(Duration.ofSeconds(5), Kind.ACTIVATED);
        hear(Duration.ofSeconds(6), Kind.VERIFIED);
        hear(Duration.ofSeconds(7), Kind.CREATED);
        hear(Duration.ofSeconds(8), Kind.ACTIVATED);
        after(Duration.ofHours(9), () -> {
            assertThat(deployment.state().phase()).isEqualTo(Phase.ACTIVE);
            deployment.terminate(Reason.PREEMPTED);
        });

        assertThat(deploy()).isEqualTo(new DeploymentOutcome(order.deploymentId(), Phase.GONE, Reason.PREEMPTED, true));

        assertThat(world.inventory.instanceEvents)
                .extracting(InstanceEvent::kind)
                .containsExactly(Kind.ACTIVATED);
        assertThat(world.coordination.bountyMoves).hasSize(1);
    }

    @Test
    void anEventOfAnotherInstanceIsNotOurs() {
        goesActive(Duration.ofSeconds(20));
        after(
                Duration.ofHours(1),
                () -> deployment.instanceEvent(new InstanceEvent(Kind.DELETED, "somebody-else", Instant.EPOCH)));
        after(Duration.ofHours(2), () -> deployment.terminate(Reason.PREEMPTED));

        assertThat(deploy().reason()).isEqualTo(Reason.PREEMPTED);
    }

    @Test
    void theFirstReasonToEndCounts() {
        goesActive(Duration.ofSeconds(20));
        after(Duration.ofHours(1), () -> {
            deployment.terminate(Reason.SERVER_DELETED);
            deployment.terminate(Reason.PREEMPTED);
        });

        assertThat(deploy().reason()).isEqualTo(Reason.SERVER_DELETED);
    }

    @Test
    void itCanBeEndedWhileItWaitsForItsPod() {
        after(Duration.ofSeconds(5), () -> deployment.terminate(Reason.CHUTE_DELETED));

        assertThat(deploy()).isEqualTo(outcome(Phase.GONE, Reason.CHUTE_DELETED));
    }

    @Test
    void toldToEndItAsksForNoTokenAnyMore() {
        world.journal.failAlways("obtainLaunchToken", "HTTP_503");
        AtomicLong asked = new AtomicLong();
        after(Duration.ofSeconds(45), () -> {
            asked.set(world.journal.count("obtainLaunchToken"));
            deployment.terminate(Reason.CHUTE_DELETED);
        });

        assertThat(deploy()).isEqualTo(outcome(Phase.REFUSED, Reason.CHUTE_DELETED));

        assertThat(asked).hasPositiveValue();
        assertThat(world.journal.count("obtainLaunchToken")).isEqualTo(asked.get());
    }

    @Test
    void aCancellationDrainsToo() {
        goesActive(Duration.ofSeconds(20));
        after(Duration.ofHours(1), () -> WorkflowStub.fromTyped(deployment).cancel());

        assertThatThrownBy(this::deploy).hasRootCauseInstanceOf(CanceledFailure.class);

        assertThat(world.journal.calls()).containsSubsequence("deleteWorkload", "confirmGone", "release");
        assertThat(world.inventory.released).containsEntry(order.deploymentId(), Reason.CANCELLED);
    }

    @Test
    void gpusAreHeldForAsLongAsTheClusterDoesNotAnswer() {
        goesActive(Duration.ofSeconds(20));
        world.journal.failAlways("confirmGone", "CLUSTER_UNREACHABLE");
        after(Duration.ofHours(1), () -> deployment.terminate(Reason.PREEMPTED));
        after(Duration.ofHours(5), () -> {
            assertThat(world.inventory.released).isEmpty();
            assertThat(deployment.state().phase()).isEqualTo(Phase.HELD);
            world.journal.mend("confirmGone");
        });

        assertThat(deploy().phase()).isEqualTo(Phase.GONE);

        assertThat(world.inventory.phases).containsSubsequence(Phase.DRAINING, Phase.HELD);
        assertThat(world.inventory.said).anySatisfy(said -> assertThat(said).startsWith("HELD CLUSTER_UNREACHABLE: "));
        assertThat(world.inventory.released).containsEntry(order.deploymentId(), Reason.PREEMPTED);
    }

    @Test
    void aValidatorThatIsAwayDoesNotKeepTheGpus() {
        goesActive(Duration.ofSeconds(20));
        world.journal.failAlways("purgeInstance", "HTTP_503");
        after(Duration.ofHours(1), () -> deployment.terminate(Reason.PREEMPTED));

        assertThat(deploy().phase()).isEqualTo(Phase.GONE);

        assertThat(world.inventory.openDeployments).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"CREATED", "CLAIMED", "VERIFIED", "ACTIVE"})
    void aDeploymentTakenUpAgainDoesNotLaunchTwice(Phase reached) {
        world.inventory.answer = Reservation.found(reached, "instance-1");
        world.cluster.jobs.add(order.deploymentId());
        goesActive(Duration.ofSeconds(20));
        after(Duration.ofHours(5), () -> deployment.terminate(Reason.PREEMPTED));

        assertThat(deploy()).isEqualTo(new DeploymentOutcome(order.deploymentId(), Phase.GONE, Reason.PREEMPTED, true));

        assertThat(world.journal.calls()).doesNotContain("obtainLaunchToken", "createWorkload");
        assertThat(world.inventory.phases).startsWith(reached);
        assertThat(world.cluster.jobs).isEmpty();
    }

    /** The row is read while events are under way, and knows less than they tell. */
    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"RESERVED", "CREATED", "CLAIMED"})
    void whatEventsToldBeforeTheRowWasReadIsNotForgotten(Phase reached) {
        world.inventory.answer = Reservation.found(reached, null);
        BatchRequest request = world.client().newSignalWithStartRequest();
        request.add(deployment::deploy, order);
        request.add(deployment::instanceEvent, new InstanceEvent(Kind.ACTIVATED, "instance-1", Instant.EPOCH));
        after(Duration.ofHours(5), () -> deployment.terminate(Reason.PREEMPTED));

        world.client().signalWithStart(request);

        assertThat(world.result(deployment, DeploymentOutcome.class))
                .isEqualTo(new DeploymentOutcome(order.deploymentId(), Phase.GONE, Reason.PREEMPTED, true));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"GRANTED", "DRAINING", "HELD"})
    void aDeploymentTakenUpAgainToEndLooksForAJobBeforeItReleases(Phase reached) {
        world.inventory.answer = Reservation.found(reached, null);
        world.cluster.jobs.add(order.deploymentId());
        world.validator.token = new LaunchToken.CapacityLocked(Duration.ofMinutes(1), "full");

        assertThat(deploy().phase()).isEqualTo(Phase.GONE);

        assertThat(world.cluster.jobs).isEmpty();
        assertThat(world.journal.calls()).containsSubsequence("confirmGone", "release");
    }

    @Test
    void anEndWakesTheCoordinator() {
        world.validator.token = new LaunchToken.Rejected(404, "gone");

        deploy();

        assertThat(world.coordination.wakes).extracting(FleetWake::kind).containsExactly(FleetWake.Kind.CAPACITY_FREED);
    }

    private DeploymentOutcome deploy() {
        WorkflowClient.start(deployment::deploy, order);
        return world.result(deployment, DeploymentOutcome.class);
    }

    private void goesActive(Duration claimedAfter) {
        after(Duration.ofSeconds(3), () -> deployment.podSeen(new PodSighting(State.RUNNING, null)));
        hear(claimedAfter, Kind.CREATED);
        hear(claimedAfter.plusSeconds(10), Kind.VERIFIED);
        hear(claimedAfter.plusSeconds(60), Kind.ACTIVATED);
    }

    private void hear(Duration after, Kind kind) {
        after(after, () -> deployment.instanceEvent(new InstanceEvent(kind, "instance-1", Instant.EPOCH)));
    }

    private void after(Duration delay, Runnable what) {
        world.after(delay, what);
    }

    private DeploymentOutcome outcome(Phase phase, Reason reason) {
        return new DeploymentOutcome(order.deploymentId(), phase, reason, false);
    }

    private DeploymentOrder replacing(String... victims) {
        return order(order.deploymentId(), victims);
    }

    private DeploymentOrder job(String... victims) {
        return new DeploymentOrder(
                order.deploymentId(),
                order.planId(),
                order.validator(),
                order.chuteId(),
                order.chuteName(),
                order.version(),
                order.serverId(),
                order.serverName(),
                order.gpuIds(),
                Cause.JOB,
                null,
                List.of(victims),
                order.timings(),
                "job-1");
    }

    static DeploymentOrder order(String id, String... victims) {
        return new DeploymentOrder(
                id,
                "plan-1",
                World.VALIDATOR,
                "chute-1",
                "llama",
                "v1",
                "server-1",
                "h200-0",
                List.of("gpu-0", "gpu-1"),
                Cause.BOUNTY,
                BOUNTY,
                List.of(victims),
                DeploymentTimings.DEFAULTS);
    }
}
