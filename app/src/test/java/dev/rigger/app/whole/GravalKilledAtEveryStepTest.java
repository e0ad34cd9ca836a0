package dev.rigger.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.Shape;
import dev.rigger.app.bench.system.Shape.Joining;
import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.app.whole.CrashPoints.Point;
import dev.rigger.app.whole.CrashPoints.Side;
import dev.rigger.devnet.cluster.hardware.GpuModel;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.local.Loopback;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The control plane gets SIGKILL between any two steps of a proof by GraVal's bootstrap server, which goes on running in the
 * cluster meanwhile: each is started once, examined by the validator once, and gone in the end.
 */
class GravalKilledAtEveryStepTest {
    private static final List<Point> BOUNDARIES = List.of(
            new Point("Bootstrap_StartServer", Side.BEFORE),
            new Point("Bootstrap_StartServer", Side.AFTER),
            new Point("Bootstrap_AwaitDevices", Side.AFTER),
            new Point("ValidatorNode_AnnounceNodes", Side.AFTER),
            new Point("ServerRecord_RecordSeed", Side.AFTER),
            new Point("ValidatorNode_AwaitVerification", Side.BEFORE),
            new Point("ServerRecord_RecordVerdict", Side.AFTER),
            new Point("Bootstrap_RemoveServer", Side.BEFORE),
            new Point("Bootstrap_RemoveServer", Side.AFTER));

    @TempDir
    Path directory;

    @Test
    void eachServerIsProvenOnceAndItsBootstrapServerIsGone() throws Exception {
        try (WholeSystem system =
                WholeSystem.start(directory, Shape.small(servers()).joining(Joining.BY_BOOTSTRAP))) {
            Crashes crashes = new Crashes(system, directory.resolve("reached"));
            try (ControlPlaneProcess doomed = crashes.startHeldAt(BOUNDARIES, Map.of())) {
                crashes.killWhileServersJoin(doomed, BOUNDARIES);
            }
            try (ControlPlaneProcess again = system.startControlPlane()) {
                crashes.seeServersJoined();
                assertThat(again.isAlive()).isTrue();
            }

            int all = BOUNDARIES.size();
            assertThat(system.inventory().texts("SELECT name FROM servers WHERE state = 'READY' AND seed IS NOT NULL"))
                    .hasSize(all);
            assertThat(system.inventory().count("SELECT count(*) FROM gpus WHERE verified"))
                    .isEqualTo(all);
            assertThat(system.inventory()
                            .texts("SELECT server_name FROM gpu_verdicts WHERE code = 'VALIDATOR_VERIFIED'"))
                    .hasSize(all)
                    .doesNotHaveDuplicates();
            assertThat(system.validator().platform().nodes().all())
                    .hasSize(all)
                    .allSatisfy(node -> assertThat(node.verifiedAt()).isNotNull());
            assertThat(system.servers())
                    .allSatisfy(server -> assertThat(system.workloads().jobsEverNamed("graval-" + server.name()))
                            .isEqualTo(1));
            assertThat(bootstrapObjects(system)).isEmpty();
            assertThat(system.incidents()).isEmpty();
        }
    }

    private static List<HasMetadata> bootstrapObjects(WholeSystem system) {
        try (KubernetesClient kubectl = system.kubectl()) {
            return Stream.of(
                            kubectl.batch()
                                    .v1()
                                    .jobs()
                                    .inNamespace("chutes")
                                    .withLabel("app", "graval")
                                    .list()
                                    .getItems(),
                            kubectl.services()
                                    .inNamespace("chutes")
                                    .withLabel("app", "graval")
                                    .list()
                                    .getItems(),
                            kubectl.pods()
                                    .inNamespace("chutes")
                                    .withLabel("app", "graval")
                                    .list()
                                    .getItems())
                    .<HasMetadata>flatMap(List::stream)
                    .toList();
        }
    }

    /** One small server for each boundary. */
    private static List<SimulatedServer> servers() {
        return IntStream.range(0, BOUNDARIES.size())
                .mapToObj(n -> new SimulatedServer(
                        "gpu-" + n, GpuModel.L40S, 1, Loopback.ownAddress(n), 16, 134_217_728L, 1000))
                .toList();
    }
}
