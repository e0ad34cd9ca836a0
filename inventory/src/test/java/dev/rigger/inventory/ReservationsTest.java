package dev.rigger.inventory;

import static dev.rigger.inventory.Reservations.Result.ALREADY_OURS;
import static dev.rigger.inventory.Reservations.Result.ALREADY_OVER;
import static dev.rigger.inventory.Reservations.Result.CHUTE_BANNED;
import static dev.rigger.inventory.Reservations.Result.CHUTE_UNKNOWN;
import static dev.rigger.inventory.Reservations.Result.GPU_TAKEN;
import static dev.rigger.inventory.Reservations.Result.LAUNCH_LOST;
import static dev.rigger.inventory.Reservations.Result.RESERVED;
import static dev.rigger.inventory.Reservations.Result.SERVER_LOCKED;
import static dev.rigger.inventory.Reservations.Result.SERVER_UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReservationsTest extends OnPostgres {
    private int number;
    private String server;
    private String chute;
    private List<String> gpuIds;
    private Reservations reservations;

    @BeforeEach
    void aServerWithEightGpus() {
        number++;
        server = "server-" + number;
        chute = "chute-" + number;
        reservations = bean(Reservations.class);
        bean(Servers.class).save(Sample.server(server));
        bean(Chutes.class).save(Sample.chute(chute));
        gpuIds = IntStream.range(0, 8).mapToObj(i -> server + "-gpu-" + i).toList();
        gpuIds.forEach(id -> bean(Gpus.class).save(Sample.gpu(id, server)));
    }

    @Test
    void aReservationInsertsTheRowClaimsTheGpusAndCountsAGeneration() {
        Deployment wanted = Sample.deployment(id("d"), chute, server);

        assertThat(reservations.reserve(wanted, gpuIds.subList(0, 2))).isEqualTo(RESERVED);

        assertThat(bean(Deployments.class).byId(id("d"))).contains(wanted);
        assertThat(bean(Gpus.class).ofDeployment(id("d")))
                .extracting(Gpu::gpuId)
                .containsExactlyElementsOf(gpuIds.subList(0, 2));
        assertThat(generation()).isEqualTo(1);
    }

    @Test
    void theSameReservationTwiceIsOne() {
        Deployment wanted = Sample.deployment(id("d"), chute, server);
        reservations.reserve(wanted, gpuIds.subList(0, 2));

        assertThat(reservations.reserve(wanted, gpuIds.subList(0, 2))).isEqualTo(ALREADY_OURS);
        assertThat(generation()).isEqualTo(1);
    }

    @Test
    void gpusThatAreBeingProvenAreNobodysUntilTheyAreGivenBack() {
        reservations.reserve(Sample.deployment(id("d"), chute, server), gpuIds.subList(0, 2));
        Gpus gpus = bean(Gpus.class);
        gpus.markVerified(server);

        assertThat(gpus.holdForProof(server, id("proof"), 60))
                .as("those that nobody has")
                .containsExactlyInAnyOrderElementsOf(gpuIds.subList(2, 8));
        assertThat(gpus.holdForProof(server, id("proof"), 60)).as("once more").hasSize(6);
        assertThat(gpus.holdForProof(server, id("another"), 60)).isEmpty();
        assertThat(reservations.reserve(Sample.deployment(id("late"), chute, server), gpuIds.subList(2, 3)))
                .isEqualTo(GPU_TAKEN);
        assertThat(planned()).containsExactlyElementsOf(gpuIds.subList(0, 2));

        gpus.giveBackFromProof(id("proof"));
        gpus.giveBackFromProof(id("proof"));
        assertThat(planned()).containsExactlyElementsOf(gpuIds);
        assertThat(reservations.reserve(Sample.deployment(id("later"), chute, server), gpuIds.subList(2, 3)))
                .isEqualTo(RESERVED);
    }

    @Test
    void aHoldThatNobodyGivesBackEndsByItself() {
        Gpus gpus = bean(Gpus.class);
        gpus.markVerified(server);
        gpus.holdForProof(server, id("dead"), -1);

        assertThat(planned()).containsExactlyElementsOf(gpuIds);
        assertThat(reservations.reserve(Sample.deployment(id("d"), chute, server), gpuIds.subList(0, 1)))
                .isEqualTo(RESERVED);
        assertThat(gpus.holdForProof(server, id("next"), 60)).hasSize(7);
    }

    /** What a planner may count on. */
    private List<String> planned() {
        return bean(Gpus.class).withoutDeviceInfo(Sample.VALIDATOR).stream()
                .filter(gpu -> gpu.serverId().equals(server) && gpu.verified())
                .map(Gpu::gpuId)
                .toList();
    }

    @Test
    void gpusOfVictimsAreHeldAndComeToTheNewcomerAsEachLetsGo() {
        reservations.reserve(Sample.deployment(id("one"), chute, server), gpuIds.subList(0, 2));
        reservations.reserve(Sample.deployment(id("two"), chute, server), gpuIds.subList(2, 4));

        assertThat(reservations.reserve(
                        Sample.deployment(id("new"), chute, server),
                        gpuIds.subList(0, 5),
                        List.of(id("one"), id("two"))))
                .isEqualTo(RESERVED);
        assertThat(owned("new")).containsExactly(gpuIds.get(4));
        assertThat(bean(Gpus.class).ownersMakingRoom(Sample.VALIDATOR)).contains(id("one"), id("two"));

        reservations.release(id("one"), "PREEMPTED");
        assertThat(owned("new")).containsExactly(gpuIds.get(0), gpuIds.get(1), gpuIds.get(4));
        assertThat(reservations.reserve(
                        Sample.deployment(id("late"), chute, server), gpuIds.subList(0, 1), List.of(id("one"))))
                .isEqualTo(GPU_TAKEN);

        reservations.release(id("two"), "PREEMPTED");
        assertThat(owned("new")).containsExactlyElementsOf(gpuIds.subList(0, 5));
    }

    @Test
    void whoeverIsToFollowAnotherMayGiveTheHoldBack() {
        reservations.reserve(Sample.deployment(id("old"), chute, server), gpuIds.subList(0, 2));
        reservations.reserve(Sample.deployment(id("new"), chute, server), gpuIds.subList(0, 2), List.of(id("old")));

        assertThat(reservations.reserve(
                        Sample.deployment(id("other"), chute, server), gpuIds.subList(0, 2), List.of(id("old"))))
                .as("held for another already")
                .isEqualTo(GPU_TAKEN);
        reservations.release(id("new"), "CAPACITY_LOCKED");

        assertThat(owned("old")).containsExactlyElementsOf(gpuIds.subList(0, 2));
        assertThat(reservations.reserve(
                        Sample.deployment(id("other"), chute, server), gpuIds.subList(0, 2), List.of(id("old"))))
                .isEqualTo(RESERVED);
    }

    @Test
    void onlyWhatGotNoFurtherThanItsReservationIsGivenUp() {
        reservations.reserve(Sample.deployment(id("refused"), chute, server), gpuIds.subList(0, 2));
        reservations.reserve(Sample.deployment(id("granted"), chute, server), gpuIds.subList(2, 4));
        bean(Deployments.class).setConfigId(id("granted"), "config");

        assertThat(reservations.giveUp(id("refused"), "CAPACITY_LOCKED")).isTrue();
        assertThat(reservations.giveUp(id("refused"), "CAPACITY_LOCKED")).isFalse();
        assertThat(reservations.giveUp(id("granted"), "CAPACITY_LOCKED")).isFalse();
        assertThat(reservations.giveUp(id("nobody"), "CAPACITY_LOCKED")).isFalse();

        assertThat(owned("refused")).isEmpty();
        assertThat(owned("granted")).containsExactlyElementsOf(gpuIds.subList(2, 4));
        assertThat(bean(Deployments.class).endOf(id("refused"))).contains("CAPACITY_LOCKED");
        assertThat(bean(Deployments.class).endOf(id("granted"))).isEmpty();
    }

    @Test
    void aReleaseFreesTheGpusAndTheIdNeverBeginsAgain() throws SQLException {
        Deployment wanted = Sample.deployment(id("d"), chute, server);
        reservations.reserve(wanted, gpuIds);
        bean(LaunchTokens.class)
                .keep(
                        new LaunchTokenRecord(id("d"), "config", new byte[] {1, 2}, Sample.NOW, null),
                        Duration.ofHours(2),
                        Sample.NOW);

        reservations.release(id("d"), "POD_FAILED");
        reservations.release(id("d"), "twice is once");

        assertThat(bean(Deployments.class).byId(id("d"))).isEmpty();
        assertThat(bean(LaunchTokens.class).of(id("d"))).isEmpty();
        assertThat(bean(Gpus.class).ofServer(server))
                .extracting(Gpu::deploymentId)
                .containsOnlyNulls();
        assertThat(generation()).isEqualTo(2);
        assertThat(ask("SELECT reason FROM deployment_audit WHERE deleted_at IS NOT NULL AND deployment_id = '"
                        + id("d") + "'"))
                .isEqualTo("POD_FAILED");
        assertThat(reservations.reserve(wanted, gpuIds)).isEqualTo(ALREADY_OVER);
    }

    @Test
    void oneTakenGpuRefusesTheWholeReservation() {
        reservations.reserve(Sample.deployment(id("a"), chute, server), gpuIds.subList(0, 2));

        assertThat(reservations.reserve(Sample.deployment(id("b"), chute, server), gpuIds.subList(1, 3)))
                .isEqualTo(GPU_TAKEN);
        assertThat(bean(Deployments.class).byId(id("b"))).isEmpty();
        assertThat(bean(Gpus.class).ofDeployment(id("a"))).hasSize(2);
    }

    @Test
    void aGpuOfAnotherServerIsNotThere() {
        bean(Servers.class).save(Sample.server(id("other")));

        assertThat(reservations.reserve(Sample.deployment(id("d"), chute, id("other")), gpuIds.subList(0, 1)))
                .isEqualTo(GPU_TAKEN);
    }

    @Test
    void refusalsSayWhatIsInTheWay() {
        assertThat(reserveOn(id("nowhere"), chute)).isEqualTo(SERVER_UNKNOWN);
        assertThat(reserveOn(server, id("nothing"))).isEqualTo(CHUTE_UNKNOWN);

        bean(Servers.class).setLocked(server, true);
        assertThat(reserveOn(server, chute)).isEqualTo(SERVER_LOCKED);
        bean(Servers.class).setLocked(server, false);
        bean(Servers.class).setState(server, "LEAVING");
        assertThat(reserveOn(server, chute)).isEqualTo(SERVER_LOCKED);
        bean(Servers.class).setState(server, "READY");

        bean(Chutes.class).markDeleted(chute);
        assertThat(reserveOn(server, chute)).isEqualTo(CHUTE_UNKNOWN);
    }

    @Test
    void aBannedChuteIsRefused() throws SQLException {
        sql("UPDATE chutes SET ban_reason = 'abuse' WHERE chute_id = '" + chute + "'");
        assertThat(reserveOn(server, chute)).isEqualTo(CHUTE_BANNED);
    }

    @Test
    void aReservationClosesThePlansLaunchEitherWay() {
        Plans plans = bean(Plans.class);
        plans.store(
                new StoredPlan(id("plan"), Sample.VALIDATOR, Sample.NOW, new byte[0], new byte[0], "two launches"),
                List.of(launch(0, id("d")), launch(1, id("refused"))));
        assertThat(plans.open())
                .filteredOn(launch -> launch.planId().equals(id("plan")))
                .hasSize(2);

        reservations.reserve(Sample.deployment(id("d"), chute, server), gpuIds);
        reservations.reserve(Sample.deployment(id("refused"), chute, server), gpuIds);

        assertThat(plans.open())
                .filteredOn(launch -> launch.planId().equals(id("plan")))
                .isEmpty();
        assertThat(plans.launchesOf(id("plan")))
                .extracting(PlannedLaunch::status)
                .containsExactly("RESERVED", "REFUSED");
    }

    /** The plan that gave it up counts on those GPUs, and perhaps launched another copy in its place. */
    @Test
    void aLaunchThatWasGivenUpReservesNothingAndOneThatReservedIsNotGivenUp() {
        Plans plans = bean(Plans.class);
        plans.store(
                new StoredPlan(id("plan"), Sample.VALIDATOR, Sample.NOW, new byte[0], new byte[0], "two launches"),
                List.of(launch(0, id("early")), launch(1, id("late"))));
        reservations.reserve(Sample.deployment(id("early"), chute, server), gpuIds.subList(0, 1));

        plans.giveUp(Sample.NOW);

        Deployment late = Sample.deployment(id("late"), chute, server);
        assertThat(reservations.reserve(late, gpuIds.subList(1, 2))).isEqualTo(LAUNCH_LOST);
        assertThat(reservations.reserve(late, gpuIds.subList(1, 2))).isEqualTo(LAUNCH_LOST);
        assertThat(reservations.reserve(Sample.deployment(id("early"), chute, server), gpuIds.subList(0, 1)))
                .isEqualTo(ALREADY_OURS);
        assertThat(bean(Deployments.class).ofServer(server))
                .extracting(Deployment::deploymentId)
                .containsExactly(id("early"));
    }

    @Test
    void sixteenWhoFightForTheSameGpusNeverShareOne() throws Exception {
        Random random = new Random(7);
        List<Callable<Reservations.Result>> fights = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Deployment wanted = Sample.deployment(id("fight-" + i), chute, server);
            int first = random.nextInt(7);
            List<String> two = gpuIds.subList(first, first + 2);
            fights.add(() -> {
                Reservations.Result result = reservations.reserve(wanted, two);
                if (result == RESERVED && wanted.deploymentId().hashCode() % 2 == 0) {
                    reservations.release(wanted.deploymentId(), "CANCELLED");
                }
                return result;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<Reservations.Result> fight : threads.invokeAll(fights)) {
                assertThat(fight.get()).isIn(RESERVED, GPU_TAKEN);
            }
        }
        for (Deployment left : bean(Deployments.class).ofServer(server)) {
            assertThat(bean(Gpus.class).ofDeployment(left.deploymentId())).hasSize(2);
        }
        long owned = bean(Gpus.class).ofServer(server).stream()
                .filter(gpu -> gpu.deploymentId() != null)
                .count();
        assertThat(owned)
                .isEqualTo(2L * bean(Deployments.class).ofServer(server).size());
    }

    @Test
    void manyAttemptsOfOneDeploymentReserveOnce() throws Exception {
        Deployment wanted = Sample.deployment(id("d"), chute, server);
        List<Callable<Reservations.Result>> attempts =
                java.util.Collections.nCopies(16, () -> reservations.reserve(wanted, gpuIds.subList(0, 2)));
        List<Reservations.Result> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<Reservations.Result> attempt : threads.invokeAll(attempts)) {
                results.add(attempt.get());
            }
        }
        assertThat(results).containsOnly(RESERVED, ALREADY_OURS).containsOnlyOnce(RESERVED);
    }

    @Test
    void theDatabaseItselfRefusesAGpuThatGoesFromOneOwnerToAnother() {
        reservations.reserve(Sample.deployment(id("a"), chute, server), gpuIds.subList(0, 1));
        reservations.reserve(Sample.deployment(id("b"), chute, server), gpuIds.subList(1, 2));

        assertThatThrownBy(() -> sql(
                        "UPDATE gpus SET deployment_id = '" + id("b") + "' WHERE gpu_id = '" + gpuIds.getFirst() + "'"))
                .hasMessageContaining("GPU_OWNED");
    }

    @Test
    void noRowGoesWhileAnotherNeedsIt() {
        reservations.reserve(Sample.deployment(id("d"), chute, server), gpuIds.subList(0, 1));

        assertThatThrownBy(() -> sql("DELETE FROM deployments WHERE deployment_id = '" + id("d") + "'"))
                .hasMessageContaining("gpus_owner");
        assertThatThrownBy(() -> bean(Servers.class).delete(server)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> bean(Chutes.class).delete(chute)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> bean(Gpus.class).deleteOfServer(server)).hasMessageContaining("GPU_OWNED");
        assertThat(bean(Gpus.class).ofServer(server)).hasSize(8);

        reservations.release(id("d"), "CANCELLED");
        bean(Gpus.class).deleteOfServer(server);
        bean(Servers.class).delete(server);
        bean(Chutes.class).delete(chute);
        assertThat(bean(Servers.class).byId(server)).isEmpty();
    }

    private Reservations.Result reserveOn(String serverId, String chuteId) {
        return reservations.reserve(Sample.deployment(id("refused"), chuteId, serverId), gpuIds.subList(0, 1));
    }

    private PlannedLaunch launch(int index, String deploymentId) {
        return new PlannedLaunch(
                id("plan"), index, deploymentId, chute, server, gpuIds, "{\"order\":1}", "OPEN", Sample.NOW);
    }

    private long generation() {
        return bean(Servers.class).byId(server).orElseThrow().generation();
    }

    private List<String> owned(String name) {
        return bean(Gpus.class).ofDeployment(id(name)).stream().map(Gpu::gpuId).toList();
    }

    private String id(String name) {
        return name + "-" + number;
    }
}
