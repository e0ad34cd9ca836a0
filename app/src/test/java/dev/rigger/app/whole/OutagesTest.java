package dev.rigger.app.whole;

import static dev.rigger.app.bench.system.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.Shape;
import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.validator.platform.ChuteJob;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Behind a real API server, Temporal, PostgreSQL and Redis go away for some seconds, one after another, while chutes come and
 * go; so does the API server itself, longer; so does the process that leads, for good; and more is told at once than anybody
 * can handle at once. Between them, jobs run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String FILLER = "x".repeat(800);
    private static final Duration OUTAGE = Duration.ofSeconds(4);
    private static final SimulatedServer L40S = SimulatedServer.threeServers().getLast();

    @TempDir
    static Path directory;

    private WholeSystem system;
    private ControlPlaneProcess controlPlane;
    private int chutes;

    @BeforeAll
    void startEverythingAndOnboard() throws IOException {
        system = WholeSystem.start(
                directory, Shape.small(SimulatedServer.threeServers()).on(Shape.Kubernetes.REAL));
        controlPlane = system.startControlPlane();
        for (SimulatedServer server : system.servers()) {
            assertThat(system.call("POST", "/servers/", system.addServer(server))
                            .body())
                    .contains("completed server bootstrapping");
        }
    }

    @AfterAll
    void stopEverything() throws Exception {
        if (controlPlane != null) {
            controlPlane.close();
        }
        if (system != null) {
            system.close();
        }
    }

    @Test
    void anOutageOfTemporalDelaysAndLosesNothing() {
        surviveOutage(() -> system.temporal().stop(), () -> system.temporal().restart());
    }

    @Test
    void anOutageOfPostgresDelaysAndLosesNothing() {
        surviveOutage(() -> system.postgres().stop(), () -> system.postgres().restart());
    }

    @Test
    void anOutageOfRedisDelaysAndLosesNothing() {
        surviveOutage(() -> system.redis().stop(), () -> system.redis().restart());
    }

    /** First it hangs, then nothing is there; and its pods take their time to end. */
    @Test
    void anOutageOfTheClusterKeepsTheGpusOfWhatEndsUntilItsPodIsSeenToBeGone() {
        String ending = createChute(L40S.gpuCount(), "l40s");
        awaitActive(ending);
        List<String> gpus = gpusOf(ending);
        String next;
        system.anyCluster().faults().slowStops(L40S.name(), OUTAGE);
        try {
            system.kubernetes().hangApiServer();
            // Nothing else has room for it.
            next = createChute(L40S.gpuCount(), "l40s");
            system.validator().platform().chutes().delete(ending);
            await("what ends to be held", PATIENCE, () -> phasesOf(ending).equals(List.of("HELD")));
            assertThat(system.call("GET", "/servers/", null).body())
                    .contains("\"phase\":\"HELD\"")
                    .contains("\"detail\":\"CLUSTER_UNREACHABLE: ");
            system.kubernetes().stopApiServer();
            letPass(OUTAGE);
            assertThat(phasesOf(ending)).containsExactly("HELD");
            assertThat(gpusOf(ending)).isEqualTo(gpus);
            assertThat(everOf(next)).as("launches onto held GPUs").isZero();
        } finally {
            system.kubernetes().restartApiServer();
        }
        await("the held GPUs to be free", PATIENCE, () -> {
            boolean free = gpusOf(ending).isEmpty();
            assertThat(free ? system.workloads().leftOf(ending) : List.of())
                    .as("left of what gave its GPUs back")
                    .isEmpty();
            return free;
        });
        system.anyCluster().faults().slowStops(L40S.name(), Duration.ZERO);
        awaitActive(next);
        assertThat(gpusOf(next)).isEqualTo(gpus);
        system.validator().platform().chutes().delete(next);
        awaitGone(next);
        assertThat(system.incidents()).isEmpty();
    }

    private List<String> phasesOf(String chuteId) {
        return rows("SELECT phase FROM deployments WHERE chute_id = ?", chuteId);
    }

    private List<String> gpusOf(String chuteId) {
        return rows(
                "SELECT gpu_id FROM gpus JOIN deployments USING (deployment_id) WHERE chute_id = ? ORDER BY gpu_id",
                chuteId);
    }

    /** How many deployments of it there ever were. */
    private long everOf(String chuteId) {
        return system.inventory().count("SELECT count(*) FROM deployment_audit WHERE chute_id = ?", chuteId);
    }

    @Test
    void aKilledLeaderIsFollowedAndNothingIsLost() {
        String before = createChute();
        awaitActive(before);
        ControlPlaneProcess successor = system.startControlPlane(Map.of("PORT", "0"));
        String during = createChute();
        controlPlane.kill();
        controlPlane = successor;

        await(
                "the successor to listen",
                PATIENCE,
                () -> system.validator().sockets().authenticated() == 1);
        String after = createChute();
        for (String chute : List.of(before, during, after)) {
            awaitActive(chute);
            system.validator().platform().chutes().delete(chute);
            awaitGone(chute);
        }
        assertThat(system.incidents()).isEmpty();
    }

    @Test
    void aJobRunsOnceWithItsDiskAndPortsAndItsGpusAreFreeWhenItIsDoneOrCancelled() {
        String trainer = system.validator()
                .platform()
                .chutes()
                .create(ChuteOrder.of("trainer", 1, 24, "l40s", "a100").with(draft -> {
                    draft.cords = List.of();
                    draft.jobs = List.of(new ChuteJob("train", List.of(new ChuteJob.Port("data", 5_000, "tcp"))));
                }))
                .chuteId();

        Job brief = createJob(trainer, 1);
        await("the job to be complete", PATIENCE, () -> statusOf(brief) == Job.Status.COMPLETE);
        awaitGone(trainer);
        assertThat(system.workloads().jobsEverOf(trainer)).isEqualTo(1);

        Job endless = createJob(trainer, 3_600);
        await("the job to run", PATIENCE, () -> jobOf(endless).active());
        assertThat(rows("SELECT job_id FROM deployments WHERE chute_id = ?", trainer))
                .containsExactly(endless.jobId());
        // As when its pod does not listen.
        system.validator()
                .platform()
                .jobs()
                .tellDeleted(system.validator().platform().jobs().cancel(endless.jobId()));
        awaitGone(trainer);
        assertThat(system.inventory().count("SELECT count(*) FROM gpus WHERE deployment_id IS NOT NULL"))
                .isZero();
        system.validator().platform().chutes().delete(trainer);
        assertThat(system.incidents()).isEmpty();
    }

    private Job createJob(String chuteId, int seconds) {
        return system.validator()
                .platform()
                .jobs()
                .create(
                        "a user",
                        chuteId,
                        "train",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("_seconds", seconds)
                                .put("_disk_gb", 40));
    }

    private Job jobOf(Job job) {
        return system.validator().platform().jobs().byId(job.jobId()).orElseThrow();
    }

    private Job.Status statusOf(Job job) {
        return jobOf(job).status();
    }

    /** The heap is 256 MiB; what is poison is parked, and all else finds its way. */
    @Test
    void tenThousandEventsAtOnceAreAllStoredAndHandedOver() {
        String mark = "burst-" + UUID.randomUUID();
        int events = 10_000;
        for (int n = 0; n < events; n++) {
            Map<String, Object> data = Map.of("instance_id", mark + n, "miner_hotkey", "5Somebody", "filler", FILLER);
            system.validator().sockets().broadcast(n % 2 == 0 ? "instance_deleted" : "meteor_shower", data);
        }
        system.validator().sockets().broadcast("chute_updated", Map.of("image_id", mark, "no", "chute"));

        String ours = "SELECT count(*) FROM event_inbox WHERE subject LIKE ? || '%'";
        await(
                "every event to be stored and handed over, or parked",
                PATIENCE,
                () -> system.inventory().count(ours + " AND dispatched_at IS NOT NULL", mark) == events
                        && system.inventory().count(ours + " AND parked_because IS NOT NULL", mark) == 1);
        assertThat(controlPlane.isAlive()).as("it ends when its heap is full").isTrue();
    }

    private void surviveOutage(Runnable away, Runnable back) {
        String before = createChute();
        awaitActive(before);
        String during;
        away.run();
        try {
            during = createChute();
            system.validator().platform().chutes().delete(before);
            // Long enough for calls to fail, retries to start and circuits to open.
            letPass(OUTAGE);
        } finally {
            back.run();
        }
        awaitActive(during);
        awaitGone(before);
        assertThat(system.workloads().jobsEverOf(during)).isEqualTo(1);
        system.validator().platform().chutes().delete(during);
        awaitGone(during);
        assertThat(system.inventory().count("SELECT count(*) FROM gpus WHERE deployment_id IS NOT NULL"))
                .isZero();
        assertThat(system.incidents()).isEmpty();
    }

    /** The length of an outage is its definition; there is nothing to wait for. */
    private static void letPass(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        await("the outage to have lasted", duration.plusSeconds(5), () -> System.nanoTime() >= end);
    }

    private String createChute() {
        return createChute(1, "l40s", "a100");
    }

    private String createChute(int gpus, String... models) {
        chutes++;
        return system.validator()
                .platform()
                .chutes()
                .create(ChuteOrder.of("outage-" + chutes, gpus, 24, models).wanting(1))
                .chuteId();
    }

    private void awaitActive(String chuteId) {
        await(
                "an active copy of " + chuteId,
                PATIENCE,
                () -> activeCopies(chuteId) == 1
                        && rows("SELECT deployment_id FROM deployments WHERE chute_id = ? AND active", chuteId)
                                        .size()
                                == 1);
    }

    private long activeCopies(String chuteId) {
        return system.validator().platform().instances().all().stream()
                .filter(instance -> instance.chuteId().equals(chuteId) && instance.active())
                .count();
    }

    private void awaitGone(String chuteId) {
        await(
                "every trace of " + chuteId + " to be gone",
                PATIENCE,
                () -> activeCopies(chuteId) == 0
                        && system.workloads().leftOf(chuteId).isEmpty()
                        && rows("SELECT deployment_id FROM deployments WHERE chute_id = ?", chuteId)
                                .isEmpty());
    }

    private List<String> rows(String sql, String chuteId) {
        return system.inventory().texts(sql, chuteId);
    }
}
