package dev.rigger.workflows.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.deployment.Cause;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentTimings;
import dev.rigger.workflows.world.World;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetWorkflowTest {
    private final World world = new World();
    private final FleetWorkflow fleet = world.workflow(FleetWorkflow.class, WorkflowIds.fleet(World.VALIDATOR));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whateverIsQueuedIsPlannedOnceTogether() {
        FleetMemory memory = memory(Duration.ofSeconds(1), List.of(wake("a"), wake("b"), wake("c")));

        WorkflowClient.start(fleet::coordinate, memory);
        world.temporal.sleep(Duration.ofMinutes(1));

        assertThat(world.coordination.planned).hasSize(1);
        assertThat(world.coordination.planned.getFirst().wakes())
                .extracting(FleetWake::key)
                .containsExactly("a", "b", "c");
    }

    @Test
    void aNewCoordinatorPlansWithoutBeingWoken() {
        WorkflowClient.start(fleet::coordinate, memory(Duration.ZERO, List.of()));
        world.temporal.sleep(Duration.ofHours(1));

        assertThat(world.coordination.planned).hasSize(1);
    }

    @Test
    void aWakeThatArrivesTwiceCountsOnce() {
        startWith(wake("a"));
        world.temporal.sleep(Duration.ofMinutes(1));
        fleet.wake(wake("a"));
        world.temporal.sleep(Duration.ofMinutes(1));

        assertThat(world.coordination.planned).hasSize(1);

        fleet.wake(wake("b"));
        world.temporal.sleep(Duration.ofMinutes(1));
        assertThat(world.coordination.planned).hasSize(2);
    }

    @Test
    void keysAreRememberedFromRunToRun() {
        FleetMemory memory = new FleetMemory(
                World.VALIDATOR, 7, false, List.of("a"), List.of(), Duration.ZERO, DeploymentTimings.DEFAULTS);
        WorkflowClient.start(fleet::coordinate, memory);
        fleet.wake(wake("a"));
        fleet.wake(wake("b"));
        world.temporal.sleep(Duration.ofMinutes(1));

        assertThat(world.coordination.planned).hasSize(1);
        assertThat(world.coordination.planned.getFirst().wakes())
                .extracting(FleetWake::key)
                .containsExactly("b");
        assertThat(fleet.state().plansMade()).isEqualTo(8);
    }

    @Test
    void launchesLiveTheirOwnLives() {
        List<DeploymentOrder> orders =
                IntStream.range(0, 3).mapToObj(i -> order("d-" + i)).toList();
        world.coordination.planner = request -> new PlanResult(
                request.planId(),
                world.coordination.planned.size() == 1 ? orders : List.of(),
                null,
                "three launches",
                false);

        startWith(wake("a"));
        world.temporal.sleep(Duration.ofMinutes(2));

        assertThat(world.journal.count("createWorkload")).isEqualTo(3);
        assertThat(world.cluster.jobs).containsExactlyInAnyOrder("d-0", "d-1", "d-2");
        assertThat(fleet.state().lastPlan()).isEqualTo("three launches");
    }

    @Test
    void theFirstStepsOfAPlanAreDoneBeforeItsDeploymentsBegin() {
        launchOnce(6);

        startWith(wake("a"));
        world.temporal.sleep(Duration.ofMinutes(2));

        assertThat(world.journal.count("headStart")).isEqualTo(1);
        assertThat(world.journal.calls()).containsSubsequence("headStart", "reserve");
        assertThat(world.cluster.jobs).hasSize(6);
    }

    @Test
    void aHeadStartThatFailsLeavesEverythingToTheDeployments() {
        launchOnce(6);
        world.coordination.headStarter = planId -> {
            throw new IllegalStateException("the worker is in trouble");
        };

        startWith(wake("a"));
        world.temporal.sleep(Duration.ofMinutes(2));

        assertThat(world.journal.count("headStart")).as("tried once").isEqualTo(1);
        assertThat(world.cluster.jobs).hasSize(6);
    }

    @Test
    void theNextPlanWaitsForNobodysHeadStart() throws InterruptedException {
        CountDownLatch planned = new CountDownLatch(2);
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        launchOnce(6);
        Function<PlanRequest, PlanResult> once = world.coordination.planner;
        world.coordination.planner = request -> {
            PlanResult plan = once.apply(request);
            planned.countDown();
            return plan;
        };
        world.coordination.headStarter = planId -> {
            hanging.countDown();
            try {
                return released.await(60, TimeUnit.SECONDS) ? 6 : 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 0;
            }
        };

        startWith(wake("a"));
        // Earlier the two might be one plan's.
        assertThat(hanging.await(30, TimeUnit.SECONDS))
                .as("the first one's head start")
                .isTrue();
        fleet.wake(wake("b"));

        assertThat(planned.await(30, TimeUnit.SECONDS))
                .as("a second plan while the first one's head start hangs")
                .isTrue();
        released.countDown();
    }

    private void launchOnce(int launches) {
        List<DeploymentOrder> orders =
                IntStream.range(0, launches).mapToObj(i -> order("d-" + i)).toList();
        world.coordination.planner = request -> new PlanResult(
                request.planId(),
                world.coordination.planned.size() == 1 ? orders : List.of(),
                null,
                "launches",
                world.coordination.planned.size() == 1);
    }

    /** As children they would be more than a server lets one workflow have. */
    @Test
    void aPlanMayLaunchAWholeFleet() {
        launchOnce(300);

        startWith(wake("a"));
        world.temporal.sleep(Duration.ofMinutes(2));

        assertThat(world.cluster.jobs).hasSize(300);
        assertThat(world.historyLength(WorkflowIds.fleet(World.VALIDATOR))).isLessThan(60);
    }

    @Test
    void aDeploymentThatWasStartedBeforeIsNoFailure() {
        world.coordination.planner =
                request -> new PlanResult(request.planId(), List.of(order("d-0")), null, "again", false);

        startWith(wake("a"));
        world.temporal.sleep(Duration.ofMinutes(2));
        fleet.wake(wake("b"));
        world.temporal.sleep(Duration.ofMinutes(2));
        fleet.wake(wake("c"));
        world.temporal.sleep(Duration.ofMinutes(2));

        assertThat(world.coordination.planned).hasSize(3);
        assertThat(world.journal.count("reserve")).isEqualTo(1);
    }

    @Test
    void aPlanThatWaitsForSomethingIsMadeAgainThen() {
        world.coordination.planner = request -> new PlanResult(
                request.planId(),
                List.of(),
                world.coordination.planned.size() < 3 ? Duration.ofMinutes(2) : null,
                "waiting",
                false);

        startWith(wake("a"));
        world.temporal.sleep(Duration.ofHours(1));

        assertThat(world.coordination.planned).hasSize(3);
        assertThat(world.coordination.planned).extracting(PlanRequest::planId).doesNotHaveDuplicates();
    }

    @Test
    void nothingIsPlannedWhilePaused() {
        FleetMemory memory = new FleetMemory(
                World.VALIDATOR, 1, true, List.of(), List.of(), Duration.ZERO, DeploymentTimings.DEFAULTS);
        WorkflowClient.start(fleet::coordinate, memory);
        fleet.wake(wake("a"));
        world.temporal.sleep(Duration.ofHours(1));
        assertThat(world.coordination.planned).isEmpty();
        assertThat(fleet.state().wakesPending()).isEqualTo(1);

        fleet.pause(false);
        world.temporal.sleep(Duration.ofMinutes(1));
        assertThat(world.coordination.planned).hasSize(1);
    }

    @Test
    void aPlannerThatIsAwayIsAskedAgainForTheSamePlan() {
        world.journal.failNext("plan", 6, "DATABASE_AWAY");

        startWith(wake("a"));
        world.temporal.sleep(Duration.ofMinutes(5));

        assertThat(world.coordination.planned).hasSize(1);
    }

    @Test
    void planIdsComeFromTheRunAndItsCounterAlone() {
        assertThat(FleetWorkflowImpl.planId("run", 1))
                .isEqualTo(FleetWorkflowImpl.planId("run", 1))
                .isNotEqualTo(FleetWorkflowImpl.planId("run", 2))
                .isNotEqualTo(FleetWorkflowImpl.planId("other", 1));
    }

    @Test
    void theOldestKeyIsForgottenFirst() {
        RecentKeys keys = new RecentKeys(List.of());
        IntStream.range(0, RecentKeys.KEPT + 1).forEach(i -> keys.isNew("k" + i));

        assertThat(keys.oldestFirst()).hasSize(RecentKeys.KEPT).startsWith("k1").doesNotContain("k0");
        assertThat(keys.isNew("k1")).isFalse();
        assertThat(keys.isNew("k0")).isTrue();
    }

    private void startWith(FleetWake wake) {
        BatchRequest request = world.client().newSignalWithStartRequest();
        request.add(fleet::coordinate, memory(Duration.ZERO, List.of()));
        request.add(fleet::wake, wake);
        world.client().signalWithStart(request);
    }

    private static FleetMemory memory(Duration debounce, List<FleetWake> pending) {
        return new FleetMemory(
                World.VALIDATOR, 0, false, List.of(), new ArrayList<>(pending), debounce, DeploymentTimings.DEFAULTS);
    }

    private static FleetWake wake(String key) {
        return new FleetWake(FleetWake.Kind.BOUNTY, key, "chute-1");
    }

    private static DeploymentOrder order(String id) {
        return new DeploymentOrder(
                id,
                "plan-1",
                World.VALIDATOR,
                "chute-1",
                "llama",
                "v1",
                "server-1",
                "h200-0",
                List.of("gpu-" + id),
                Cause.NEW_CHUTE,
                null,
                List.of(),
                DeploymentTimings.DEFAULTS);
    }
}
