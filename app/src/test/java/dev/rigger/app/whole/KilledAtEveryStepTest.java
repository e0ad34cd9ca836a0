package dev.rigger.app.whole;

import static dev.rigger.app.bench.system.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.Shape;
import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.app.whole.CrashPoints.Point;
import dev.rigger.app.whole.CrashPoints.Side;
import dev.rigger.devnet.cluster.hardware.GpuModel;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.local.Loopback;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Instance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The control plane gets SIGKILL at each activity's boundary of an onboarding and of a deployment's whole life, is started
 * again, and must find its way: nothing leaked, nothing done twice, nothing forgotten.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledAtEveryStepTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** In the order in which an onboarding comes to them. */
    private static final List<String> ONBOARDING = List.of(
            "Node_LookUpNode",
            "ServerRecord_IsProvisioned",
            "ValidatorNode_CheckGpuType",
            "Node_ExamineNode",
            "Node_LabelNode",
            "ServerRecord_RecordServer",
            "CacheJob_StartCleanup",
            "Verifier_Examine",
            "ServerRecord_RecordGpus",
            "ValidatorNode_AnnounceNodes",
            "ValidatorNode_AwaitVerification",
            "ServerRecord_CompleteServer",
            "Schedule_ScheduleCacheCleanup",
            "Schedule_ScheduleProofs");

    /** What a deployment's life does, from the plan to the release, in its order. */
    private static final List<String> LAUNCH = List.of(
            "Planning_Plan",
            "Inventory_Reserve",
            "Validator_ObtainLaunchToken",
            "Cluster_CreateWorkload",
            "Inventory_RecordInstance");

    private static final List<String> END =
            List.of("Validator_PurgeInstance", "Cluster_DeleteWorkload", "Cluster_ConfirmGone", "Inventory_Release");

    /**
     * After the call had its effect and before anybody was told is where things are done twice; before the call is where
     * they are forgotten, which a look at the steps that others see is enough for.
     */
    private static final List<Point> ONBOARDING_BOUNDARIES =
            boundaries(ONBOARDING, new Point("ValidatorNode_AnnounceNodes", Side.BEFORE));

    private static final List<Point> LAUNCH_BOUNDARIES = boundaries(
            LAUNCH,
            new Point("Validator_ObtainLaunchToken", Side.BEFORE),
            new Point("Cluster_CreateWorkload", Side.BEFORE));

    /** Then each deployment does its first steps itself, one activity after the other. */
    private static final Map<String, String> WITHOUT_HEAD_START = Map.of("RIGGER_HEAD_START", "false");

    private static final Map<String, String> WITH_HEAD_START = Map.of("RIGGER_HEAD_START", "true");

    private static final List<Point> END_BOUNDARIES = boundaries(END, new Point("Inventory_Release", Side.BEFORE));

    @TempDir
    static Path directory;

    private WholeSystem system;
    private Crashes crashes;

    private static List<Point> boundaries(List<String> activities, Point... more) {
        return Stream.concat(activities.stream().map(activity -> new Point(activity, Side.AFTER)), Stream.of(more))
                .toList();
    }

    @BeforeAll
    void startEverything() throws IOException {
        system = WholeSystem.start(directory, Shape.small(servers()));
        crashes = new Crashes(system, directory.resolve("reached"));
    }

    @AfterAll
    void stopEverything() throws Exception {
        if (system != null) {
            system.close();
        }
    }

    /** One small server for each boundary of the onboarding. */
    private static List<SimulatedServer> servers() {
        return IntStream.range(0, ONBOARDING_BOUNDARIES.size())
                .mapToObj(n -> new SimulatedServer(
                        "gpu-" + n, GpuModel.L40S, 1, Loopback.ownAddress(n), 16, 134_217_728L, 1000))
                .toList();
    }

    @Test
    @Order(1)
    void onboardingsKilledAtEachBoundaryEndWithEveryServerProvenAndVerifiedOnce() {
        try (ControlPlaneProcess doomed = crashes.startHeldAt(ONBOARDING_BOUNDARIES, WITHOUT_HEAD_START)) {
            crashes.killWhileServersJoin(doomed, ONBOARDING_BOUNDARIES);
        }
        try (ControlPlaneProcess again = system.startControlPlane()) {
            crashes.seeServersJoined();
            assertThat(again.isAlive()).isTrue();
        }
        assertThat(system.inventory().texts("SELECT name FROM servers WHERE state = 'READY'"))
                .hasSameSizeAs(system.servers());
        assertThat(system.inventory().count("SELECT count(*) FROM gpus WHERE verified"))
                .isEqualTo(system.servers().size());
        assertThat(system.validator().platform().nodes().all()).hasSameSizeAs(system.servers());
        assertThat(system.incidents()).isEmpty();
    }

    /** The plan's boundary comes alone: while the coordinator is held, nothing else starts. */
    @Test
    @Order(2)
    void aPlanKilledBeforeItIsToldIsCarriedOutOnce() {
        launchesSurvive(LAUNCH_BOUNDARIES.subList(0, 1));
    }

    @Test
    @Order(3)
    void launchesKilledAtEachBoundaryHappenOnce() {
        launchesSurvive(LAUNCH_BOUNDARIES.subList(1, LAUNCH_BOUNDARIES.size()));
    }

    /** The same with the first steps of a whole plan done together, and nobody told that they are done. */
    @Test
    @Order(4)
    void headStartsThatNobodyIsToldOfHappenOnce() {
        launchesSurvive(List.of(new Point("HeadStart_Begin", Side.AFTER)), WITH_HEAD_START);
    }

    private void launchesSurvive(List<Point> boundaries) {
        launchesSurvive(boundaries, WITHOUT_HEAD_START);
    }

    private void launchesSurvive(List<Point> boundaries, Map<String, String> headStart) {
        List<String> chutes;
        try (ControlPlaneProcess doomed = crashes.startHeldAt(boundaries, headStart)) {
            chutes = boundaries.stream().map(this::createChute).toList();
            crashes.awaitAll(boundaries);
            doomed.kill();
        }
        try (ControlPlaneProcess again = system.startControlPlane()) {
            chutes.forEach(this::awaitActive);
            chutes.forEach(system.validator().platform().chutes()::delete);
            awaitNothingLeft(chutes);
            awaitEveryEventDelivered();
            assertThat(again.isAlive()).isTrue();
        }
        assertThat(chutes)
                .allSatisfy(chute ->
                        assertThat(system.workloads().jobsEverOf(chute)).isEqualTo(1));
        assertThat(system.incidents()).isEmpty();
    }

    @Test
    @Order(5)
    void endsKilledAtEachBoundaryLeaveNothingBehind() {
        List<String> chutes;
        try (ControlPlaneProcess doomed = crashes.startHeldAt(END_BOUNDARIES, WITHOUT_HEAD_START)) {
            chutes = END_BOUNDARIES.stream().map(this::createChute).toList();
            chutes.forEach(this::awaitActive);
            // Nobody wants them any more, so that what the operator ends is not launched anew.
            chutes.forEach(chute -> system.validator().platform().chutes().target(chute, 0));
            assertThat(system.call("DELETE", "/deployments/purge", null).statusCode())
                    .isEqualTo(200);
            crashes.awaitAll(END_BOUNDARIES);
            doomed.kill();
        }
        try (ControlPlaneProcess again = system.startControlPlane()) {
            chutes.forEach(system.validator().platform().chutes()::delete);
            awaitNothingLeft(chutes);
            awaitEveryEventDelivered();
            assertThat(again.isAlive()).isTrue();
        }
        assertThat(chutes)
                .allSatisfy(chute ->
                        assertThat(system.workloads().jobsEverOf(chute)).isEqualTo(1));
        assertThat(system.incidents()).isEmpty();
    }

    private String createChute(Point point) {
        return system.validator()
                .platform()
                .chutes()
                .create(ChuteOrder.of(point.toString().toLowerCase(Locale.ROOT).replace('_', '-'), 1, 24, "l40s")
                        .wanting(1))
                .chuteId();
    }

    private void awaitActive(String chuteId) {
        await("one active copy of " + chuteId, PATIENCE, () -> {
            List<Instance> copies = instancesOf(chuteId);
            return copies.size() == 1
                    && copies.getFirst().active()
                    && system.inventory()
                                    .count("SELECT count(*) FROM deployments WHERE chute_id = ? AND active", chuteId)
                            == 1;
        });
    }

    private List<Instance> instancesOf(String chuteId) {
        return system.validator().platform().instances().all().stream()
                .filter(instance -> instance.chuteId().equals(chuteId))
                .toList();
    }

    private void awaitNothingLeft(List<String> chutes) {
        for (String chuteId : chutes) {
            await(
                    "every trace of " + chuteId + " to be gone",
                    PATIENCE,
                    () -> instancesOf(chuteId).isEmpty()
                            && system.workloads().leftOf(chuteId).isEmpty()
                            && system.inventory().count("SELECT count(*) FROM deployments WHERE chute_id = ?", chuteId)
                                    == 0);
        }
        assertThat(system.inventory().count("SELECT count(*) FROM gpus WHERE deployment_id IS NOT NULL"))
                .isZero();
    }

    private void awaitEveryEventDelivered() {
        await(
                "every event to be delivered",
                PATIENCE,
                () -> system.inventory()
                                .count("SELECT count(*) FROM event_inbox"
                                        + " WHERE dispatched_at IS NULL AND parked_because IS NULL")
                        == 0);
        assertThat(system.inventory().texts("SELECT reason FROM event_inbox WHERE parked_because IS NOT NULL"))
                .isEmpty();
    }
}
