package dev.rigger.app.bench.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.app.Ready;
import dev.rigger.app.bench.system.Shape.Joining;
import dev.rigger.app.bench.system.Shape.Kubernetes;
import dev.rigger.devnet.cluster.DevnetCluster;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.devnet.cluster.SimulatedClusterBuilder;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.local.LocalKubernetes;
import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.devnet.local.LocalRedis;
import dev.rigger.devnet.local.LocalTemporal;
import dev.rigger.devnet.local.Loopback;
import dev.rigger.devnet.local.TemporalPorts;
import dev.rigger.devnet.validator.DevnetOptions;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.graval.GravalWorker;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.GravalWorkerSettings;
import dev.rigger.settings.SettingsLoader;
import dev.rigger.temporal.TemporalConnection;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything but the control plane in this process: databases and Temporal as real servers, the devnet, GPU hosts. The
 * control plane runs as a process of its own, started and killed by the test.
 */
public final class WholeSystem implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WholeSystem.class);
    private static final Hotkey MINER = Hotkey.fromSeed("1f".repeat(32));
    /** Wide enough for ten thousand chutes. */
    private static final int FIRST_NODE_PORT = 20_000;

    private static final int LAST_NODE_PORT = 65_535;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path directory;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final LocalPostgres postgres;
    private final LocalRedis redis;
    private final LocalTemporal temporal;
    private final List<DevnetValidator> validators = new ArrayList<>();
    private final DevnetCluster cluster;
    private final @Nullable LocalKubernetes kubernetes;
    private final Workloads workloads;
    private final Inventory inventory;
    private final TemporalConnection gpuHosts;
    private final Shape shape;
    private final List<StandingFleet> standing = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final RequestSigner signer = new RequestSigner(MINER, Clock.systemUTC());
    private final int port = Loopback.port(0);
    private boolean standingFleetWritten;

    private WholeSystem(Path directory, Shape shape) throws IOException {
        this.directory = directory;
        this.shape = shape;
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeWhenStopped, "system-close"));
        try {
            postgres = keep(LocalPostgres.start(directory.resolve("postgres"), Loopback.port(0)));
            redis = keep(LocalRedis.start(directory.resolve("redis"), Loopback.port(0)));
            temporal = keep(LocalTemporal.start(
                    directory.resolve("temporal"), TemporalPorts.free(), LocalTemporal.Keeps.THROUGH_KILLS));
            for (int n = 0; n < shape.validators(); n++) {
                DevnetValidator validator = keep(startValidator(n));
                validators.add(validator);
                standing.add(new StandingFleet(postgres, validator, shape.serversOf(n)));
            }
            kubernetes = shape.kubernetes() == Kubernetes.SIMULATED ? null : keep(LocalKubernetes.startTemporary());
            cluster = keep(startCluster());
            Files.writeString(kubeconfig(), cluster.kubeconfig());
            workloads = keep(new Workloads(
                    cluster instanceof SimulatedCluster simulated
                            ? new StoredObjects(simulated.objects())
                            : new ApiObjects(cluster.kubeconfig())));
            inventory = new Inventory(postgres);
            gpuHosts = keep(
                    TemporalConnection.open(gpuHost(shape.servers().getFirst()).temporal(), null, null, "gpu-hosts"));
            switch (shape.joining()) {
                case BY_WORKER -> {
                    for (SimulatedServer server : shape.servers()) {
                        startGpuHost(server);
                    }
                }
                case BY_BOOTSTRAP -> labelForBootstrap();
                case STANDING -> standing.forEach(fleet -> fleet.announce(MINER.ss58()));
            }
        } catch (IOException | RuntimeException failure) {
            endAfter(failure);
            throw failure;
        }
    }

    /** A system that cannot start leaves nothing running. */
    private void endAfter(Exception failure) {
        try {
            close();
        } catch (Exception alsoThat) {
            failure.addSuppressed(alsoThat);
        }
    }

    /** Ready for a control plane on return; one without GPU hosts has its fleet as soon as a control plane started. */
    public static WholeSystem start(Path directory, Shape shape) throws IOException {
        return new WholeSystem(directory, shape);
    }

    private DevnetCluster startCluster() throws IOException {
        SimulatedClusterBuilder setting = SimulatedCluster.builder()
                .servers(shape.servers())
                .kubeletTimings(shape.kubelet())
                .nodePorts(FIRST_NODE_PORT, LAST_NODE_PORT);
        return switch (shape.kubernetes()) {
            case SIMULATED -> setting.start(0);
            case REAL -> setting.startBehind(kubernetes());
            case REAL_WITHOUT_LIFE -> setting.registerWith(kubernetes());
        };
    }

    private DevnetValidator startValidator(int number) {
        DevnetOptions.Builder options = DevnetValidator.builder()
                .hotkeySeed("%02x".formatted(0xd0 + number).repeat(32))
                .registered(MINER.ss58())
                .bountyAnnouncements(shape.bountyAnnouncements())
                .heartbeat(shape.heartbeat(), shape.heartbeat());
        return (shape.joining() == Joining.BY_BOOTSTRAP ? options.graval() : options).start();
    }

    private void labelForBootstrap() {
        try (KubernetesClient kubectl = kubectl()) {
            for (SimulatedServer server : shape.servers()) {
                kubectl.nodes()
                        .withName(server.name())
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"metadata\":{\"labels\":{\"rigger/proof\":\"graval\"}}}");
            }
        }
    }

    /** What somebody with kubectl has; the caller closes it. */
    public KubernetesClient kubectl() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
    }

    private void startGpuHost(SimulatedServer server) throws IOException {
        GravalWorkerSettings settings = gpuHost(server);
        GravalWorker worker = keep(new GravalWorker(
                settings, gpuHosts.client(), GravalWorker.backend(settings.host()), Clock.systemUTC()));
        worker.start();
    }

    private GravalWorkerSettings gpuHost(SimulatedServer server) {
        Map<String, String> environment = new HashMap<>(common());
        environment.put("SERVER_NAME", server.name());
        environment.put("SIMULATED_GPUS", server.gpuCount() + "x" + server.gpu().shortRef());
        environment.put("VERIFICATION_BIND_HOST", server.address());
        environment.put("VERIFICATION_HOST", server.address());
        environment.put("VERIFICATION_PORT", "0");
        return SettingsLoader.gravalWorker(environment);
    }

    private Map<String, String> common() {
        try {
            String endpoints = JSON.writeValueAsString(Map.of(
                    "supported", validators.stream().map(WholeSystem::endpoint).toList()));
            return Map.of("MINER_SS58", MINER.ss58(), "VALIDATORS", endpoints, "TEMPORAL_ADDRESS", temporal.address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> endpoint(DevnetValidator validator) {
        return Map.of(
                "hotkey", validator.ss58(),
                "registry", "registry.devnet",
                "api", validator.api().toString(),
                "socket", validator.socketUri().toString());
    }

    /** The environment of a control plane, with what the test adds. */
    private Map<String, String> controlPlane(Map<String, String> added) {
        Map<String, String> environment = new HashMap<>(common());
        environment.put("MINER_SEED", "1f".repeat(32));
        environment.put("POSTGRESQL", postgres.uri());
        environment.put("REDIS_URL", redis.uri().toString());
        environment.put("KUBECONFIG", kubeconfig().toString());
        environment.put("PORT", Integer.toString(port));
        environment.put("RIGGER_BIND_HOST", "127.0.0.1");
        environment.put("RIGGER_TIME_FACTOR", Integer.toString(shape.timeFactor()));
        environment.put("CHUTE_SHUTDOWN_TIME_SECONDS", "5");
        environment.put(Ready.FILE, directory.resolve("ready").toString());
        environment.putAll(added);
        return environment;
    }

    public ControlPlaneProcess startControlPlane() {
        return startControlPlane(Map.of());
    }

    /** @param added to its environment, or put in the place of what is there */
    public ControlPlaneProcess startControlPlane(Map<String, String> added) {
        ControlPlaneProcess started = keep(
                ControlPlaneProcess.start(directory, "run", shape.heapMib(), shape.shortLived(), controlPlane(added)));
        if (shape.joining() == Joining.STANDING && !standingFleetWritten) {
            standing.forEach(StandingFleet::write);
            standingFleetWritten = true;
        }
        return started;
    }

    /** A signed call of the REST interface; the body read to its end, as a stream's is when its work is done. */
    public HttpResponse<String> call(String method, String path, @Nullable Object body) {
        try {
            byte[] bytes = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
            boolean hashed = !method.equals("GET") && !method.equals("DELETE");
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(90))
                    .method(method, bytes.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes));
            (hashed
                            ? signer.managementForBody(MINER.ss58(), bytes)
                            : signer.managementForPurpose(MINER.ss58(), "management"))
                    .forEach(request::setHeader);
            return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The request that an operator's tool sends for this server. */
    public Map<String, Object> addServer(SimulatedServer server) {
        return Map.of(
                "name",
                server.name(),
                "validator",
                validator().ss58(),
                "hourly_cost",
                1.5,
                "gpu_short_ref",
                server.gpu().shortRef());
    }

    public JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What must never have happened, whatever was killed; empty when all is well. */
    public List<String> incidents() {
        List<String> all = new ArrayList<>();
        cluster.incidents().forEach(incident -> all.add(incident.toString()));
        validators.forEach(
                validator -> validator.platform().incidents().forEach(incident -> all.add(incident.toString())));
        return all;
    }

    public String minerSs58() {
        return MINER.ss58();
    }

    public List<SimulatedServer> servers() {
        return shape.servers();
    }

    public LocalPostgres postgres() {
        return postgres;
    }

    public LocalRedis redis() {
        return redis;
    }

    public LocalTemporal temporal() {
        return temporal;
    }

    /** The only one, or the first. */
    public DevnetValidator validator() {
        return validators.getFirst();
    }

    public List<DevnetValidator> validators() {
        return List.copyOf(validators);
    }

    /** The cluster where it is the simulated one, with all that can be seen and made to fail there alone. */
    public SimulatedCluster cluster() {
        if (cluster instanceof SimulatedCluster simulated) {
            return simulated;
        }
        throw new IllegalStateException("This system's API server is a real one: look at it from outside");
    }

    /** The cluster, whichever kind it is. */
    public DevnetCluster anyCluster() {
        return cluster;
    }

    /** The real control plane of the cluster. */
    public LocalKubernetes kubernetes() {
        return Objects.requireNonNull(kubernetes, "this system's cluster is simulated");
    }

    public Workloads workloads() {
        return workloads;
    }

    public Inventory inventory() {
        return inventory;
    }

    public TemporalConnection temporalConnection() {
        return gpuHosts;
    }

    private Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    private synchronized <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    /** Who is stopped in the middle leaves nothing running. */
    private void closeWhenStopped() {
        try {
            close();
        } catch (Exception e) {
            LOG.error("What was started for this run may still run; its files are in {}", directory, e);
        }
    }

    /** A second time does nothing. */
    @Override
    public synchronized void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
