package dev.rigger.app.whole;

import static dev.rigger.app.whole.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.app.Ready;
import dev.rigger.app.whole.CrashPoints.Point;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.devnet.local.LocalRedis;
import dev.rigger.devnet.local.LocalTemporal;
import dev.rigger.devnet.local.TemporalPorts;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.graval.GravalWorker;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.GravalWorkerSettings;
import dev.rigger.settings.SettingsLoader;
import dev.rigger.temporal.TemporalConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything but the control plane in this process: databases and Temporal as real servers, the devnet, GPU hosts. The
 * control plane runs as a process of its own, started and killed by the test.
 */
final class WholeSystem implements AutoCloseable {
    private static final Hotkey MINER = Hotkey.fromSeed("1f".repeat(32));
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Every period of the control plane is divided by it, so that a minute's polling comes every three seconds. */
    private static final String TIME_FACTOR = "20";

    private final Path directory;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final LocalPostgres postgres;
    private final LocalRedis redis;
    private final LocalTemporal temporal;
    private final DevnetValidator validator;
    private final SimulatedCluster cluster;
    private final Workloads workloads;
    private final Inventory inventory;
    private final TemporalConnection gpuHosts;
    private final List<SimulatedServer> servers;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final RequestSigner signer = new RequestSigner(MINER, Clock.systemUTC());
    private final int port = freePort();

    private WholeSystem(Path directory, List<SimulatedServer> servers) throws IOException {
        this.directory = directory;
        this.servers = List.copyOf(servers);
        postgres = keep(LocalPostgres.start(directory.resolve("postgres"), freePort()));
        redis = keep(LocalRedis.start(directory.resolve("redis"), freePort()));
        temporal = keep(LocalTemporal.start(directory.resolve("temporal"), TemporalPorts.free()));
        validator = keep(DevnetValidator.builder()
                .registered(MINER.ss58())
                .bountyAnnouncements(Duration.ofMillis(100))
                .start());
        cluster = keep(SimulatedCluster.builder().servers(servers).start(0));
        Files.writeString(kubeconfig(), cluster.kubeconfig());
        workloads = keep(new Workloads(cluster.objects()));
        inventory = new Inventory(postgres);
        gpuHosts = keep(TemporalConnection.open(gpuHost(servers.getFirst()).temporal(), null, null, "gpu-hosts"));
        for (SimulatedServer server : servers) {
            startGpuHost(server);
        }
    }

    static WholeSystem start(Path directory, List<SimulatedServer> servers) throws IOException {
        return new WholeSystem(directory, servers);
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
            String validators = JSON.writeValueAsString(Map.of(
                    "supported",
                    List.of(Map.of(
                            "hotkey", validator.ss58(),
                            "registry", "registry.devnet",
                            "api", validator.api().toString(),
                            "socket", validator.socketUri().toString()))));
            return Map.of("MINER_SS58", MINER.ss58(), "VALIDATORS", validators, "TEMPORAL_ADDRESS", temporal.address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        environment.put("RIGGER_TIME_FACTOR", TIME_FACTOR);
        environment.put("CHUTE_SHUTDOWN_TIME_SECONDS", "5");
        environment.put(Ready.FILE, directory.resolve("ready").toString());
        environment.putAll(added);
        return environment;
    }

    ControlPlaneProcess startControlPlane() {
        return ControlPlaneProcess.start(directory, "run", controlPlane(Map.of()));
    }

    /** One whose work is held at these boundaries; {@link #awaitCrashPoints} tells when it is at all of them. */
    ControlPlaneProcess startControlPlane(List<Point> points) {
        try {
            for (Point point : points) {
                Files.deleteIfExists(Files.createDirectories(reached()).resolve(point.toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ControlPlaneProcess.start(
                directory,
                "run",
                controlPlane(Map.of(
                        CrashPoints.POINTS,
                        points.stream().map(Point::toString).collect(Collectors.joining(",")),
                        CrashPoints.REACHED,
                        reached().toString())));
    }

    void awaitCrashPoints(List<Point> points, Duration patience) {
        for (Point point : points) {
            await(
                    "the boundary " + point + " to be reached",
                    patience,
                    () -> Files.exists(reached().resolve(point.toString())));
        }
    }

    /** A signed call of the REST interface; the body read to its end, as a stream's is when its work is done. */
    HttpResponse<String> call(String method, String path, @Nullable Object body) {
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
    Map<String, Object> addServer(SimulatedServer server) {
        return Map.of(
                "name",
                server.name(),
                "validator",
                validator.ss58(),
                "hourly_cost",
                1.5,
                "gpu_short_ref",
                server.gpu().shortRef());
    }

    JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What must never have happened, whatever was killed; empty when all is well. */
    List<String> incidents() {
        List<String> all = new ArrayList<>();
        cluster.incidents().forEach(incident -> all.add(incident.toString()));
        validator.platform().incidents().forEach(incident -> all.add(incident.toString()));
        return all;
    }

    String minerSs58() {
        return MINER.ss58();
    }

    List<SimulatedServer> servers() {
        return servers;
    }

    LocalPostgres postgres() {
        return postgres;
    }

    LocalRedis redis() {
        return redis;
    }

    LocalTemporal temporal() {
        return temporal;
    }

    DevnetValidator validator() {
        return validator;
    }

    SimulatedCluster cluster() {
        return cluster;
    }

    Workloads workloads() {
        return workloads;
    }

    Inventory inventory() {
        return inventory;
    }

    TemporalConnection temporalConnection() {
        return gpuHosts;
    }

    private Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    private Path reached() {
        return directory.resolve("reached");
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
