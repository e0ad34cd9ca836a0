package dev.rigger.activities.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.inventory.Backoffs;
import dev.rigger.inventory.Chute;
import dev.rigger.inventory.ChutePin;
import dev.rigger.inventory.ChutePins;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demand;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.DeploymentPin;
import dev.rigger.inventory.DeploymentPins;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.Findings;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.JobAttempts;
import dev.rigger.inventory.NodeState;
import dev.rigger.inventory.OpenJob;
import dev.rigger.inventory.OpenJobs;
import dev.rigger.inventory.Plans;
import dev.rigger.inventory.Reservations;
import dev.rigger.inventory.RollingUpdate;
import dev.rigger.inventory.RollingUpdates;
import dev.rigger.inventory.SeenInstance;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.ServerDisk;
import dev.rigger.inventory.ServerDisks;
import dev.rigger.inventory.Servers;
import dev.rigger.inventory.Sightings;
import dev.rigger.inventory.StoredPlan;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Planner;
import dev.rigger.placement.Rule;
import dev.rigger.placement.explain.Explainer;
import dev.rigger.placement.explain.Question;
import dev.rigger.placement.stored.StoredForm;
import dev.rigger.settings.Periods;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.ValidatorCalls;
import dev.rigger.settings.ValidatorSettings;
import dev.rigger.workflows.deployment.Cause;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentTimings;
import dev.rigger.workflows.deployment.StoredOrders;
import dev.rigger.workflows.fleet.PlanRequest;
import dev.rigger.workflows.fleet.PlanResult;
import dev.rigger.workflows.fleet.PlanningActivities;
import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each test has a validator, and so a fleet, of its own. */
class PlanningOnPostgresTest {

    private static LocalPostgres postgres;
    private static ApplicationContext context;
    private String validator = "";

    @BeforeAll
    static void start() {
        postgres = LocalPostgres.startTemporary();
        context = ApplicationContext.builder()
                .properties(postgres.asDataSource("rigger.role.worker", true))
                .singletons(
                        Clock.systemUTC(),
                        Periods.DEFAULTS,
                        new ValidatorSettings(List.of(), ValidatorCalls.DEFAULTS, ProtocolProfile.byDefault()))
                .start();
    }

    @AfterAll
    static void stop() {
        context.close();
        postgres.close();
    }

    @BeforeEach
    void aFleetOfItsOwn() {
        validator = "5Validator" + UUID.randomUUID();
        context.getBean(Servers.class).save(server("server"));
        for (int i = 0; i < 4; i++) {
            context.getBean(Gpus.class)
                    .save(new Gpu(id("gpu-" + i), validator, id("server"), null, Map.of("name", "H200"), "h200", true));
        }
    }

    @Test
    void aPlanAskedForTwiceIsOnePlan() {
        chute("one", 1);
        PlanResult first = plan("plan-1");

        chute("two", 1);
        context.getBean(Servers.class).setLocked(id("server"), true);

        assertThat(plan("plan-1")).isEqualTo(first);
        assertThat(first.launches()).hasSize(1);
        assertThat(context.getBean(Plans.class).launchesOf(id("plan-1")))
                .singleElement()
                .satisfies(launch -> {
                    assertThat(launch.deploymentId()).isEqualTo(DeploymentIds.of(id("plan-1"), 0));
                    assertThat(StoredOrders.order(launch.order()))
                            .isEqualTo(first.launches().getFirst());
                });
    }

    @Test
    void aBriefAnswerCountsItsLaunchesAndStoresThemAll() {
        chute("one", 1);
        chute("two", 1);

        PlanResult brief = context.getBean(PlanningActivities.class)
                .plan(new PlanRequest(id("plan-1"), validator, List.of(), DeploymentTimings.DEFAULTS, true));

        assertThat(brief.launches()).isEmpty();
        assertThat(brief.count()).isEqualTo(2);
        assertThat(context.getBean(Plans.class).launchesOf(id("plan-1"))).hasSize(2);
        assertThat(plan("plan-1").brief()).isEqualTo(brief);
    }

    @Test
    void gpusPromisedByAnEarlierPlanAreNotPromisedAgain() {
        chute("one", 2);
        chute("two", 2);
        PlanResult first = plan("plan-1");
        chute("three", 2);

        PlanResult second = plan("plan-2");

        Set<String> promised = new HashSet<>();
        first.launches().forEach(order -> promised.addAll(order.gpuIds()));
        assertThat(promised).hasSize(4);
        assertThat(second.launches()).isEmpty();
    }

    @Test
    void aLaunchThatNobodyBeganIsPlannedAnewAndBeginsNoMore() throws SQLException {
        chute("one", 4);
        DeploymentOrder lost = plan("plan-1").launches().getFirst();
        assertThat(plan("plan-2").launches()).isEmpty();
        longAgo("plan-1");

        DeploymentOrder again = plan("plan-3").launches().getFirst();

        assertThat(again.gpuIds()).containsExactlyInAnyOrderElementsOf(lost.gpuIds());
        assertThat(reserve(lost, Instant.now())).isEqualTo(Reservations.Result.LAUNCH_LOST);
        begun(again, null);
    }

    private void longAgo(String planId) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), LocalPostgres.USER, LocalPostgres.PASSWORD);
                PreparedStatement age = connection.prepareStatement(
                        "UPDATE planned_launches SET created_at = created_at - ? * interval '1 second' WHERE plan_id = ?")) {
            age.setLong(1, Periods.DEFAULTS.launchLost().toSeconds());
            age.setString(2, id(planId));
            assertThat(age.executeUpdate()).isPositive();
        }
    }

    @Test
    void aBountysLaunchNamesTheWorkflowThatFollowsIt() {
        chute("wanted", 1);
        Demands demands = context.getBean(Demands.class);
        demands.save(new Demand(id("wanted"), validator, 0.5, false, 0, 1, null, null, 0, 0, 0, Instant.now()));
        assertThat(plan("before").launches()).isEmpty();

        demands.setBounty(validator, id("wanted"), 700, 1.4, Instant.now().plus(Duration.ofMinutes(5)));

        assertThat(plan("after").launches()).singleElement().satisfies(order -> {
            assertThat(order.cause()).isEqualTo(Cause.BOUNTY);
            assertThat(order.bountyWorkflowId()).isEqualTo("bounty/" + validator + "/" + id("wanted"));
        });
    }

    @Test
    void aChuteThatNeedsNoGpuKeepsNobodyElseFromBeingPlanned() {
        chute("cpu-only", 0);
        chute("one", 1);

        assertThat(plan("plan-1").launches())
                .extracting(DeploymentOrder::chuteId)
                .containsExactly(id("one"));
    }

    @Test
    void aBackOffIsWaitedForAndNotLonger() {
        chute("refused", 1);
        context.getBean(Backoffs.class)
                .until(id("refused"), "CAPACITY_LOCKED", Instant.now().plus(Duration.ofMinutes(2)));

        PlanResult plan = plan("plan-1");

        assertThat(plan.launches()).isEmpty();
        assertThat(plan.planAgainAfter()).isBetween(Duration.ofSeconds(60), Duration.ofMinutes(2));
    }

    @Test
    void asManyCopiesAreLaunchedAsTheValidatorWantsAndNoMore() {
        chute("wanted", 1);
        demand("wanted", 4, 2, 2);

        assertThat(plan("plan-1").launches())
                .hasSize(2)
                .allMatch(order -> order.chuteId().equals(id("wanted")));
        demand("wanted", 3, 1, 1);
        assertThat(plan("plan-2").launches()).as("two are on their way").isEmpty();
    }

    @Test
    void copiesOfOursThatServeCountBeforeTheValidatorsNextListHasThem() {
        chute("wanted", 1);
        demand("wanted", 3, 2, 2);
        begun(plan("plan-1").launches().getFirst(), Duration.ofMinutes(1));

        FleetSnapshot snapshot = snapshotOf("plan-2");

        FleetSnapshot.Demand demand = snapshot.chutes().getFirst().demand();
        assertThat(demand).isNotNull();
        assertThat(demand.active()).isEqualTo(3);
        assertThat(demand.live()).isEqualTo(3);
        assertThat(snapshot.openLaunches()).noneMatch(launch -> launch.chuteId().equals(id("wanted")));
    }

    @Test
    void aPrivateChuteIsLaunchedOnlyWhereSomebodyHasASession() {
        chute("private", 1, false);
        demand("private", 2, 0, 0);
        assertThat(plan("nobody").launches()).isEmpty();
        demand("private", 2, 1, 1);
        assertThat(plan("somebody").launches()).hasSize(1);
    }

    @Test
    void aCopyEarnsWhatTheValidatorsListSaysOfIt() {
        chute("one", 1);
        DeploymentOrder order = plan("plan-1").launches().getFirst();
        begun(order, Duration.ofHours(3));
        Epoch epoch = new Epoch(Epoch.INSTANCES, validator, Instant.now(), true, false, 1);
        context.getBean(Sightings.class)
                .saveInstances(
                        epoch,
                        List.of(new SeenInstance(
                                "instance-" + order.deploymentId(),
                                validator,
                                id("one"),
                                null,
                                true,
                                true,
                                2.75,
                                Instant.now())));

        assertThat(snapshotOf("plan-2").deployments())
                .singleElement()
                .satisfies(copy -> assertThat(copy.multiplier()).isEqualTo(2.75));
    }

    @Test
    void whatAnOperatorPinnedIsHeeded() {
        chute("confined", 1);
        ChutePins pins = context.getBean(ChutePins.class);
        pins.save(new ChutePin(id("confined"), List.of("elsewhere"), null, "", Instant.now()));
        assertThat(plan("plan-1").launches()).isEmpty();
        pins.save(new ChutePin(id("confined"), List.of(id("server")), 0, "", Instant.now()));
        assertThat(plan("plan-2").launches()).isEmpty();
        pins.save(new ChutePin(id("confined"), List.of(id("server")), 1, "", Instant.now()));
        DeploymentOrder order = plan("plan-3").launches().getFirst();
        begun(order, Duration.ofHours(3));
        DeploymentPins stay = context.getBean(DeploymentPins.class);
        stay.save(new DeploymentPin(order.deploymentId(), "a demonstration", Instant.now()));
        chute("rich", 4);
        worth("rich", 4.0);
        worth("confined", 0.1);

        assertThat(plan("plan-4").launches()).isEmpty();
        stay.remove(order.deploymentId());
        assertThat(plan("plan-5").launches()).hasSize(1);
    }

    @Test
    void aJobIsLaunchedOnceAndIsNoCopyOfItsChute() {
        chute("trainer", 2);
        Demands demands = context.getBean(Demands.class);
        demands.save(new Demand(id("trainer"), validator, 1, false, 0, 1, null, null, 0, 0, 0, Instant.now()));
        OpenJobs jobs = context.getBean(OpenJobs.class);
        jobs.announce(job("excluded", true, 0));
        assertThat(plan("plan-1").launches()).isEmpty();

        jobs.announce(job("job", false, 40));
        DeploymentOrder order = plan("plan-2").launches().getFirst();
        assertThat(order.jobId()).isEqualTo(id("job"));
        assertThat(order.cause()).isEqualTo(Cause.JOB);
        assertThat(order.gpuIds()).hasSize(2);
        assertThat(plan("plan-3").launches()).as("it is on its way").isEmpty();

        begun(order, Duration.ofHours(3));
        FleetSnapshot snapshot = snapshotOf("plan-4");
        assertThat(snapshot.jobs()).isEmpty();
        assertThat(snapshot.deployments()).singleElement().satisfies(copy -> {
            assertThat(copy.job()).isTrue();
            assertThat(copy.diskGib()).isEqualTo(40);
        });
        FleetSnapshot.Demand demand = snapshot.chutes().getFirst().demand();
        assertThat(demand == null ? -1 : demand.active()).isZero();

        context.getBean(JobAttempts.class).begin(id("job"), order.deploymentId(), Instant.now());
        context.getBean(Reservations.class).release(order.deploymentId(), "POD_FAILED");
        assertThat(plan("plan-5").launches()).as("a miner may ask once").isEmpty();
    }

    @Test
    void aListThatIsOlderThanAnOfferOrLacksAJobOfOursForgetsNeither() {
        chute("trainer", 2);
        OpenJobs jobs = context.getBean(OpenJobs.class);
        jobs.announce(job("told", false, 40));
        jobs.announce(job("told", false, 0));
        jobs.replace(validator, List.of(), Instant.now().minusSeconds(60));
        assertThat(jobs.offered(validator))
                .singleElement()
                .satisfies(job -> assertThat(job.diskGb()).isEqualTo(40));
        DeploymentOrder order = plan("plan-1").launches().stream()
                .filter(launch -> launch.jobId() != null)
                .findFirst()
                .orElseThrow();
        begun(order, null);
        jobs.replace(validator, List.of(), Instant.now().plusSeconds(60));
        jobs.withdraw(validator, id("told"));
        assertThat(jobs.ofValidator(validator)).hasSize(1);
        assertThat(jobs.offered(validator)).isEmpty();

        context.getBean(Reservations.class).release(order.deploymentId(), "JOB_DELETED");
        jobs.withdraw(validator, id("told"));
        assertThat(jobs.ofValidator(validator)).isEmpty();
    }

    private OpenJob job(String name, boolean excluded, long disk) {
        Instant now = Instant.now();
        return new OpenJob(
                id(name), validator, id("trainer"), null, 2, disk, excluded, now, now, "train", disk > 0 ? 3.0 : null);
    }

    @Test
    void aChuteThatFailedOnAServerIsKeptAwayFromThereAlone() {
        chute("failed", 1);
        chute("other", 1);
        Backoffs backoffs = context.getBean(Backoffs.class);
        Duration wait = Duration.ofMinutes(2);
        backoffs.lock(id("failed"), id("server"), "POD_FAILED", Instant.now(), wait, wait);

        assertThat(plan("plan-1").launches())
                .extracting(DeploymentOrder::chuteId)
                .containsExactly(id("other"));
    }

    private FleetSnapshot snapshotOf(String planId) {
        plan(planId);
        StoredPlan stored = context.getBean(Plans.class).byId(id(planId)).orElseThrow();
        return context.getBean(StoredForm.class).snapshot(stored.snapshot());
    }

    private void demand(String chute, int target, int othersActive, int othersLive) {
        context.getBean(Demands.class)
                .save(new Demand(
                        id(chute), validator, 1, true, 0, 1, null, target, othersActive, othersLive, 0, Instant.now()));
    }

    @Test
    void aClusterThatDidNotAnswerIsLookedAtAgainWithoutAnybodySayingSo() {
        chute("one", 1);
        looked(false);
        PlanResult blind = plan("plan-1");
        looked(true);

        assertThat(blind.launches()).isEmpty();
        assertThat(blind.planAgainAfter()).isEqualTo(Periods.DEFAULTS.reconcile());
        assertThat(plan("plan-1")).as("asked for again").isEqualTo(blind);
        assertThat(plan("plan-2").launches()).hasSize(1);
    }

    @Test
    void nothingIsPlacedOnANodeThatIsCordonedSilentOrGone() {
        chute("one", 1);
        int number = 0;
        for (NodeState state : List.of(NodeState.CORDONED, NodeState.NOT_READY, NodeState.GONE)) {
            context.getBean(Servers.class).setStatus(id("server"), state.status());
            assertThat(plan("away-" + number++).launches()).as(state.name()).isEmpty();
        }
        context.getBean(Servers.class).setStatus(id("server"), NodeState.READY.status());
        assertThat(plan("back").launches()).hasSize(1);
    }

    @Test
    void aServerWhoseDiskIsTakenGetsNothing() {
        chute("one", 1);
        ServerDisks disks = context.getBean(ServerDisks.class);
        disks.saveAll(List.of(new ServerDisk(id("server"), 9, Instant.now())));
        assertThat(plan("full").launches()).isEmpty();

        disks.saveAll(List.of(new ServerDisk(id("server"), 10, Instant.now())));
        assertThat(plan("room").launches()).hasSize(1);
    }

    @Test
    void aChuteThatTheValidatorNoLongerKnowsIsNotLaunchedWhileNobodyDecidedWhatBecomesOfIt() {
        chute("vanished", 1);
        Findings findings = context.getBean(Findings.class);
        findings.seen("CHUTE_GONE", id("vanished"), Findings.holderOfChutes(validator), Instant.now());
        assertThat(plan("gone").launches()).isEmpty();

        findings.forget("CHUTE_GONE", id("vanished"));
        assertThat(plan("back").launches()).hasSize(1);
    }

    private void looked(boolean answered) {
        context.getBean(Sightings.class)
                .saveEpoch(new Epoch(
                        Epoch.ofCluster(server("server").cluster()), validator, Instant.now(), answered, false, 0));
    }

    @Test
    void aStoredDecisionCanBeMadeAgainAndExplained() {
        chute("one", 8);
        plan("plan-1");
        StoredPlan stored = context.getBean(Plans.class).byId(id("plan-1")).orElseThrow();
        StoredForm form = context.getBean(StoredForm.class);
        FleetSnapshot snapshot = form.snapshot(stored.snapshot());
        Planner planner = context.getBean(Planner.class);

        assertThat(planner.plan(snapshot)).isEqualTo(form.plan(stored.plan()));
        assertThat(new Explainer(planner).explain(snapshot, form.plan(stored.plan()), new Question.OfChute(id("one"))))
                .satisfies(why -> {
                    assertThat(why.rule()).isEqualTo(Rule.GPU_COUNT);
                    assertThat(why.smallest()).isNotEmpty();
                });
    }

    @Test
    void aChuteWorthMoreTakesThePlaceOfOneThatHasEarnedItsHour() {
        chute("poor", 4);
        worth("poor", 0.2);
        DeploymentOrder old = plan("first").launches().getFirst();
        begun(old, Duration.ofHours(3));
        chute("rich", 4);
        worth("rich", 4.0);

        assertThat(plan("second").launches()).singleElement().satisfies(order -> {
            assertThat(order.chuteId()).isEqualTo(id("rich"));
            assertThat(order.victims()).containsExactly(old.deploymentId());
            assertThat(order.gpuIds()).containsExactlyInAnyOrderElementsOf(old.gpuIds());
        });
        assertThat(plan("third").launches()).as("the room is promised already").isEmpty();
    }

    @Test
    void aCopyWhoseChuteChangesItsVersionKeepsItsPlaceMeanwhile() {
        chute("poor", 4);
        worth("poor", 0.2);
        begun(plan("first").launches().getFirst(), Duration.ofHours(3));
        chute("rich", 4);
        worth("rich", 4.0);
        RollingUpdates updates = context.getBean(RollingUpdates.class);
        updates.replace(validator, List.of(new RollingUpdate(id("poor"), validator, "v1", "v2", null, Instant.EPOCH)));

        assertThat(plan("second").launches()).isEmpty();
        updates.replace(validator, List.of());
        assertThat(plan("third").launches()).hasSize(1);
    }

    @Test
    void aServerOnWhichSeveralChutesFailedIsSparedAndWhatRanThereIsKnownToBeCached() {
        for (String name : List.of("a", "b", "c")) {
            chute(name, 1);
            DeploymentOrder order = orderOf(name, "plan-" + name);
            begun(order, null);
            context.getBean(Reservations.class).release(order.deploymentId(), "POD_FAILED");
        }
        Experience experience =
                context.getBean(Experiences.class).of(validator, Instant.now().plus(Duration.ofMinutes(2)));

        assertThat(experience.quarantined(Instant.now())).containsOnlyKeys(id("server"));
        assertThat(experience.cachedByServer()).isEmpty();
        assertThat(experience.learned(List.of()).outcomes())
                .hasSize(3)
                .allSatisfy(outcome -> assertThat(outcome.failed()).isEqualTo(1));
    }

    private DeploymentOrder orderOf(String chute, String planId) {
        return plan(planId).launches().stream()
                .filter(order -> order.chuteId().equals(id(chute)))
                .findFirst()
                .orElseThrow();
    }

    /** Reserves the order's GPUs, and lets it serve for a while, or not at all. */
    private void begun(DeploymentOrder order, @Nullable Duration served) {
        Instant activated = served == null ? null : Instant.now().minus(served);
        Instant created = activated == null ? Instant.now() : activated.minus(Duration.ofMinutes(5));
        assertThat(reserve(order, created)).isEqualTo(Reservations.Result.RESERVED);
        if (activated != null) {
            context.getBean(Deployments.class)
                    .setInstance(
                            order.deploymentId(),
                            "instance-" + order.deploymentId(),
                            activated,
                            activated,
                            true,
                            activated);
            context.getBean(Deployments.class).setPhase(order.deploymentId(), "ACTIVE", null);
        }
    }

    private Reservations.Result reserve(DeploymentOrder order, Instant created) {
        Deployment row = new Deployment(
                order.deploymentId(),
                null,
                validator,
                null,
                null,
                order.chuteId(),
                order.serverId(),
                order.version(),
                false,
                null,
                null,
                true,
                order.jobId(),
                null,
                created,
                true,
                "RESERVED",
                null,
                order.planId(),
                "SCALE_UP",
                null);
        return context.getBean(Reservations.class).reserve(row, order.gpuIds());
    }

    /** Other miners run copies too, so that ours is not the last. */
    private void worth(String chute, double multiplier) {
        context.getBean(Demands.class)
                .save(new Demand(id(chute), validator, multiplier, true, 0, 1, null, null, 5, 5, 0, Instant.now()));
    }

    private PlanResult plan(String planId) {
        PlanResult result = context.getBean(PlanningActivities.class)
                .plan(new PlanRequest(id(planId), validator, List.of(), DeploymentTimings.DEFAULTS, false));
        assertThat(result.launches()).extracting(DeploymentOrder::validator).allMatch(validator::equals);
        return result;
    }

    private void chute(String name, int gpus) {
        chute(name, gpus, true);
    }

    private void chute(String name, int gpus, boolean open) {
        Instant now = Instant.now();
        context.getBean(Chutes.class)
                .save(new Chute(
                        id(name),
                        validator,
                        name,
                        "user/image:1",
                        "code",
                        "app.py",
                        "app:chute",
                        "v1",
                        List.of("h200"),
                        gpus,
                        now,
                        now,
                        null,
                        "0.6.1",
                        true,
                        false,
                        false,
                        open,
                        Map.of(),
                        false));
        worth(name, 1);
    }

    private Server server(String name) {
        return new Server(
                id(name),
                validator,
                id(name),
                "127.0.1.1",
                null,
                null,
                "Ready",
                Instant.now(),
                Map.of(),
                null,
                4,
                4,
                64,
                1.5,
                false,
                null,
                false,
                "READY",
                0,
                null);
    }

    private String id(String name) {
        return name + "-of-" + validator;
    }
}
