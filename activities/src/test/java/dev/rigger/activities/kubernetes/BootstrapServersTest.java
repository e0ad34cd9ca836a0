package dev.rigger.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.activities.kubernetes.cluster.ClusterConnector;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.activities.kubernetes.objects.BootstrapObject;
import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.devnet.cluster.hardware.GpuModel;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.cluster.programs.BootstrapProgram;
import dev.rigger.devnet.cluster.programs.IdleProgram;
import dev.rigger.devnet.cluster.programs.Program;
import dev.rigger.devnet.local.Loopback;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Kubeconfigs;
import dev.rigger.inventory.SealedKubeconfigs;
import dev.rigger.inventory.Servers;
import dev.rigger.settings.BootstrapSettings;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.Secret;
import dev.rigger.workflows.proof.BootstrapActivities;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapDevices;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapOrder;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapStart;
import dev.rigger.workflows.proof.DeviceReport.Device;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A simulated cluster whose kubelet runs bootstrap servers that answer over HTTP, some of them wrongly. */
class BootstrapServersTest extends FleetOnPostgres {
    private static final String SEED = "11".repeat(32);
    private static final Hotkey MINER = Hotkey.fromSeed(SEED);
    private static final String VALIDATOR = Hotkey.fromSeed("22".repeat(32)).ss58();
    private static final String ADDRESS = Loopback.ownAddress(0);

    private static final List<SimulatedServer> SERVERS =
            List.of(new SimulatedServer("gpu-0.lab", GpuModel.H200, 2, ADDRESS, 64, 528_384_000L, 2000));

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private SimulatedCluster cluster;
    private KubernetesClient kubectl;
    private final List<TestActivityEnvironment> environments = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        cluster = SimulatedCluster.builder()
                .servers(SERVERS)
                .program("idle", new IdleProgram())
                .program("ends", container -> Program.Exit.ok())
                .program("liar", new BootstrapProgram(SERVERS, Clock.systemUTC(), BootstrapServersTest::renamed))
                .start(0);
        kubectl = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
    }

    @AfterEach
    void stop() {
        environments.forEach(TestActivityEnvironment::close);
        environments.clear();
        kubectl.close();
        cluster.close();
    }

    @Test
    void itTellsTheGpusOfItsNodeAndLeavesNothing() {
        BootstrapActivities servers = servers("graval-bootstrap:1", Duration.ofMinutes(1));

        BootstrapStart started = servers.startServer(order("run-1"));
        BootstrapStart again = servers.startServer(order("run-1"));
        BootstrapDevices told = servers.awaitDevices(order("run-1"), started.nodePort());

        assertThat(again).isEqualTo(started);
        assertThat(told.refusal()).isNull();
        assertThat(told.report()).isNotNull().satisfies(report -> {
            assertThat(report.verificationHost()).isEqualTo(ADDRESS);
            assertThat(report.verificationPort()).isEqualTo(started.nodePort());
            assertThat(report.devices())
                    .extracting(Device::uuid)
                    .isEqualTo(SERVERS.getFirst().gpuIds());
        });

        servers.removeServer(order("run-1"));
        servers.removeServer(order("run-1"));
        assertNothingLeft();
    }

    @Test
    void whatAnEarlierRunLeftGoesFirst() {
        BootstrapActivities servers = servers("graval-bootstrap:1", Duration.ofMinutes(1));
        servers.startServer(order("run-1"));

        Throwable going = catchThrowable(() -> servers.startServer(order("run-2")));
        assertThat(going).hasRootCauseInstanceOf(ApplicationFailure.class);
        assertThat(going).rootCause().hasMessageContaining("of an earlier run is being deleted");
        await(() -> jobs().isEmpty());
        BootstrapStart started = servers.startServer(order("run-2"));

        assertThat(jobs()).containsExactly("graval-gpu-0-lab");
        assertThat(kubectl.batch()
                        .v1()
                        .jobs()
                        .inNamespace("chutes")
                        .withName("graval-gpu-0-lab")
                        .get()
                        .getMetadata()
                        .getAnnotations())
                .containsEntry(BootstrapObject.RUN, "run-2");
        assertThat(servers.awaitDevices(order("run-2"), started.nodePort()).refusal())
                .isNull();
        servers.removeServer(order("run-2"));
        assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "idle:1, GRAVAL_NEVER_READY, no connection",
        "no-such-image:1, GRAVAL_NEVER_READY, its pod does not run",
        "ends:1, GRAVAL_SERVER_ENDED, its bootstrap server ended",
        "liar:1, GPU_TYPE_MISMATCH, is a a100_sxm",
        "graval-bootstrap:others, GRAVAL_UNAUTHORIZED, does not admit the miner's signature"
    })
    void whateverGoesWrongHasItsNameAndSaysWhatToDo(String image, String code, String what) {
        cluster.faults().failPulls("no-such-image");
        Duration timeout = code.equals("GRAVAL_NEVER_READY") ? Duration.ofMillis(1) : Duration.ofMinutes(1);
        BootstrapActivities servers = servers(image, timeout);
        BootstrapStart started = servers.startServer(order("run-1"));
        if (image.startsWith("idle")) {
            await(() -> running() == 1);
        }

        BootstrapDevices told = (image.endsWith("others") ? servers(image, timeout, "33") : servers)
                .awaitDevices(order("run-1"), started.nodePort());

        assertThat(told.report()).isNull();
        assertThat(told.refusal()).isNotNull().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.what()).contains(what);
            assertThat(refusal.next()).isNotBlank();
        });
        servers.removeServer(order("run-1"));
        assertNothingLeft();
    }

    @Test
    void aJobThatSomebodyDeletedIsSaidSo() {
        BootstrapActivities servers = servers("idle:1", Duration.ofMinutes(1));
        BootstrapStart started = servers.startServer(order("run-1"));
        servers.removeServer(order("run-1"));

        assertThat(servers.awaitDevices(order("run-1"), started.nodePort()).refusal())
                .isNotNull()
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("GRAVAL_SERVER_GONE"));
    }

    @Test
    void withoutAnImageNothingIsStarted() {
        BootstrapStart refused = servers("", Duration.ofMinutes(1)).startServer(order("run-1"));

        assertThat(refused.refusal()).isNotNull().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo("GRAVAL_IMAGE_UNSET");
            assertThat(refusal.next()).contains("GRAVAL_BOOTSTRAP_IMAGE");
        });
        assertNothingLeft();
    }

    private void assertNothingLeft() {
        assertThat(jobs()).isEmpty();
        assertThat(kubectl.services().inNamespace("chutes").list().getItems()).isEmpty();
        assertThat(kubectl.pods().inNamespace("chutes").list().getItems()).isEmpty();
    }

    private List<String> jobs() {
        return kubectl.batch().v1().jobs().inNamespace("chutes").list().getItems().stream()
                .map(job -> job.getMetadata().getName())
                .toList();
    }

    private long running() {
        return kubectl.pods().inNamespace("chutes").list().getItems().stream()
                .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                .count();
    }

    private BootstrapActivities servers(String image, Duration timeout) {
        return servers(image, timeout, "11");
    }

    /** @param signedBy whose key signs for the miner */
    private BootstrapActivities servers(String image, Duration timeout, String signedBy) {
        KubernetesSettings settings = Sample.kubernetes(kubeconfig());
        MinerSettings miner = new MinerSettings(MINER.ss58(), new Secret(SEED));
        Clusters clusters = new Clusters(
                settings,
                new ClusterConnector(settings, Sample.cache(), miner),
                bean(Kubeconfigs.class),
                new SealedKubeconfigs(bean(Servers.class), bean(Kubeconfigs.class), SecretKeys.derivedFrom(SEED)));
        TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
        environments.add(environment);
        environment.registerActivitiesImplementations(new BootstrapServers(
                clusters,
                settings,
                new BootstrapSettings(image, "", timeout),
                miner,
                new RequestSigner(Hotkey.fromSeed(signedBy.repeat(32)), Clock.systemUTC()),
                Clock.systemUTC()));
        return environment.newActivityStub(
                BootstrapActivities.class,
                ActivityOptions.newBuilder().setStartToCloseTimeout(PATIENCE).build());
    }

    private Path kubeconfig() {
        try {
            return Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Supplier<Boolean> condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.get()) {
            assertThat(Instant.now()).as("still waiting").isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
        }
    }

    private static BootstrapOrder order(String run) {
        return new BootstrapOrder(run, "gpu-0.lab", ADDRESS, VALIDATOR, "h200", 2, 4, 140, Duration.ofMinutes(5));
    }

    private static GpuIdentity renamed(GpuIdentity gpu) {
        return GpuIdentity.of(
                "NVIDIA A100-SXM4-80GB",
                gpu.uuid(),
                gpu.memoryBytes(),
                gpu.processors(),
                gpu.clockKhz(),
                gpu.maxThreadsPerProcessor());
    }
}
