package dev.rigger.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.ClusterConnector;
import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.Kubeconfigs;
import dev.rigger.inventory.SealedKubeconfigs;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.ServerDisks;
import dev.rigger.inventory.Servers;
import dev.rigger.inventory.Sightings;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.Secret;
import dev.rigger.workflows.reconcile.ClusterLookActivities.ClusterLook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several clusters that take every call and answer none, beside others that answer. */
class ClustersApartTest extends FleetOnPostgres {
    private static final String SEED = "11".repeat(32);
    private static final int EACH = 3;
    private static final int CALLS_IN_FLIGHT = 4;

    private final SimulatedCluster simulated;
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private ServerSocket silence;
    private BlockingQueue<Socket> heard;
    private Queue<Socket> accepted;
    private Clusters clusters;

    ClustersApartTest() throws IOException {
        simulated = SimulatedCluster.builder().start(0);
    }

    @BeforeEach
    void start() throws IOException {
        silence = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        heard = new LinkedBlockingQueue<>();
        accepted = new ConcurrentLinkedQueue<>();
        callers.execute(this::listen);
        SecretKeys keys = SecretKeys.derivedFrom(SEED);
        clusters = new Clusters(
                patient(),
                new ClusterConnector(patient(), Sample.cache(), new MinerSettings("5Miner", new Secret(SEED))),
                bean(Kubeconfigs.class),
                new SealedKubeconfigs(bean(Servers.class), bean(Kubeconfigs.class), keys));
    }

    @AfterEach
    void stop() throws IOException {
        hangUp();
    }

    @Test
    void healthyClustersAreSeenWhileOthersHang() throws Exception {
        List<Server> hanging = servers("hanging", silentKubeconfig());
        List<Server> healthy = servers("healthy", simulated.kubeconfig());
        addServer("spoilt", "kind: nonsense");
        Sightings sightings = bean(Sightings.class);
        NodeLook nodes = new NodeLook(bean(Servers.class), bean(ServerDisks.class));

        Future<List<ClusterLook>> looks = callers.submit(() ->
                new ClusterLooks(bean(Servers.class), clusters, nodes, sightings, clock).lookAtClusters(validator));
        for (int calls = 0; calls < EACH; calls++) {
            heard.take();
        }
        for (Server server : healthy) {
            while (!seen(server)) {
                Thread.onSpinWait();
            }
        }

        assertThat(looks).as("the hanging ones are still being asked").isNotDone();
        assertThat(hanging).noneMatch(this::seen);
        hangUp();
        assertThat(looks.get())
                .filteredOn(ClusterLook::complete)
                .extracting(ClusterLook::clusterName)
                .containsExactlyInAnyOrderElementsOf(
                        healthy.stream().map(Server::name).toList());
    }

    @Test
    void aHangingClusterHoldsFourCallsAndTurnsTheFifthAway() throws Exception {
        Cluster hanging = clusters.of(servers("hanging", silentKubeconfig()).getFirst());
        Cluster healthy = clusters.of(servers("healthy", simulated.kubeconfig()).getFirst());

        List<CompletableFuture<?>> calls = IntStream.range(0, CALLS_IN_FLIGHT)
                .<CompletableFuture<?>>mapToObj(call -> CompletableFuture.runAsync(hanging::look, callers))
                .toList();
        for (int call = 0; call < CALLS_IN_FLIGHT; call++) {
            heard.take();
        }

        assertThatThrownBy(hanging::look)
                .isInstanceOfSatisfying(
                        ClusterFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_BUSY));
        assertThat(healthy.node("h200-0")).isPresent();
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        assertThat(clusters.anySilent()).isFalse();

        hangUp();
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call::join).hasMessageContaining("does not answer"));
        assertThat(hanging.silent()).isTrue();
        assertThat(healthy.silent()).isFalse();
        assertThat(clusters.anySilent()).isTrue();
    }

    @Test
    void whatIsWrongWithAKubeconfigIsSaidWithoutRepeatingIt() {
        String secret = "client-key-data: c2VjcmV0";
        Server server = addServer("spoilt", "users: [{" + secret);

        assertThatThrownBy(() -> clusters.of(server))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining(server.name())
                .hasNoCause()
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("c2VjcmV0"));
    }

    private void listen() {
        try {
            while (true) {
                Socket call = silence.accept();
                accepted.add(call);
                heard.add(call);
            }
        } catch (IOException closed) {
            accepted.forEach(ClustersApartTest::close);
        }
    }

    private void hangUp() throws IOException {
        silence.close();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean seen(Server server) {
        return bean(Sightings.class).latest(Epoch.ofCluster(server.name())).isPresent();
    }

    private List<Server> servers(String kind, String kubeconfig) {
        return IntStream.range(0, EACH)
                .mapToObj(i -> addServer(kind + i, kubeconfig))
                .toList();
    }

    private Server addServer(String name, String kubeconfig) {
        Server row = new Server(
                id(name),
                validator,
                id(name),
                "10.0.0.1",
                "http://10.0.0.1:32000",
                null,
                "Ready",
                START,
                Map.of(),
                null,
                4,
                8,
                64,
                2.0,
                false,
                kubeconfig.replace("name: devnet\n  context", "name: " + id(name) + "\n  context"),
                false,
                "READY",
                0,
                null);
        bean(Servers.class).save(row);
        return row;
    }

    private String silentKubeconfig() {
        return simulated.kubeconfig().replace(simulated.url(), "http://127.0.0.1:" + silence.getLocalPort());
    }

    /** A hanging call ends when this test hangs up, not by itself. */
    private static KubernetesSettings patient() {
        return new KubernetesSettings(
                null,
                "chutes",
                Duration.ofSeconds(180),
                "nvidia",
                30500,
                "1.2.0",
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                CALLS_IN_FLIGHT,
                Duration.ofMillis(200));
    }
}
