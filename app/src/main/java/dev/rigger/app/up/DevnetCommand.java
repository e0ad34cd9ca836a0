package dev.rigger.app.up;

import dev.rigger.app.UntilTold;
import dev.rigger.devnet.cluster.DevnetCluster;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.devnet.cluster.SimulatedClusterBuilder;
import dev.rigger.devnet.local.KubernetesPorts;
import dev.rigger.devnet.local.LocalKubernetes;
import dev.rigger.devnet.validator.DevnetOptions;
import dev.rigger.devnet.validator.DevnetValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The world around Rigger alone: a validator, a cluster, or both. */
@Command(
        name = "devnet",
        description = "The devnet alone: a validator and a cluster of three GPU servers, on 127.0.0.1.",
        subcommands = DevnetValidatorCommand.class,
        mixinStandardHelpOptions = true)
public final class DevnetCommand implements Callable<Integer> {
    @Option(
            names = "--state",
            defaultValue = ".rigger/devnet",
            description = "Where it goes on from (default: ${DEFAULT-VALUE}). The kubeconfig is written there.")
    private Path state = Path.of(".rigger/devnet");

    /** The folder of a real control plane's state. */
    static final String KUBERNETES = "kubernetes";

    /** Environment variable: the validator's hotkey seed; a fixed one, which guards nothing, when absent. */
    static final String SEED = "DEVNET_VALIDATOR_SEED";

    @Option(names = "--miner", description = "Hotkey address of the miner that is registered with the validator.")
    private String miner = "";

    @Option(names = "--validator-port", defaultValue = "8100", description = "Of its HTTP API (default: 8100).")
    private int validatorPort;

    @Option(names = "--socket-port", defaultValue = "8101", description = "Of its socket (default: 8101).")
    private int socketPort;

    @Option(
            names = "--cluster",
            defaultValue = "simulated",
            description =
                    "Whose API the GPU servers stand behind: ${COMPLETION-CANDIDATES} (default: simulated). real is"
                            + " etcd, kube-apiserver and kube-controller-manager, found or fetched.")
    private ClusterKind clusterKind = ClusterKind.SIMULATED;

    @Option(names = "--cluster-port", defaultValue = "8443", description = "Of the API server (default: 8443).")
    private int clusterPort;

    @Option(
            names = "--pace",
            defaultValue = "4000",
            description = "Milliseconds between two things that happen by themselves (default: 4000).")
    private long pace;

    @Option(names = "--still", description = "Nothing happens by itself.")
    private boolean still;

    @Option(names = "--world-seed", defaultValue = "1", description = "Decides what happens (default: 1).")
    private long worldSeed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(state);
        Deque<AutoCloseable> running = new ArrayDeque<>();
        try {
            startCluster(running);
            running.push(validator());
        } catch (IOException | RuntimeException failure) {
            end(running, failure);
            throw failure;
        }
        return UntilTold.run(() -> {
            while (!running.isEmpty()) {
                running.pop().close();
            }
        });
    }

    private static void end(Deque<AutoCloseable> running, Exception failure) {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception another) {
                failure.addSuppressed(another);
            }
        }
    }

    private DevnetValidator validator() throws IOException {
        DevnetOptions.Builder options = DevnetValidator.builder()
                .ports(validatorPort, socketPort)
                .stateDirectory(Files.createDirectories(state.resolve("validator")))
                .worldPace(Duration.ofMillis(pace));
        if (!still) {
            options.world(worldSeed);
        }
        if (!miner.isEmpty()) {
            options.registered(miner);
        }
        String seed = System.getenv(SEED);
        if (seed != null) {
            options.hotkeySeed(seed);
        }
        return options.start();
    }

    private void startCluster(Deque<AutoCloseable> running) throws IOException {
        SimulatedClusterBuilder servers = SimulatedCluster.builder();
        DevnetCluster cluster;
        if (clusterKind == ClusterKind.REAL) {
            LocalKubernetes kubernetes =
                    LocalKubernetes.start(state.resolve(KUBERNETES), KubernetesPorts.of(clusterPort));
            running.push(kubernetes);
            cluster = servers.startBehind(kubernetes);
        } else {
            cluster = servers.keepStateIn(Files.createDirectories(state.resolve("cluster")))
                    .start(clusterPort);
        }
        running.push(cluster);
        Path written = state.resolve("kubeconfig.new");
        Files.deleteIfExists(written);
        Files.createFile(written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, cluster.kubeconfig());
        Files.move(written, state.resolve("kubeconfig"), StandardCopyOption.ATOMIC_MOVE);
    }
}
