package dev.rigger.devnet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.hardware.GpuModel;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.cluster.programs.ChuteProgram;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.platform.Announcement;
import dev.rigger.devnet.validator.platform.ChuteJob;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.EndReason;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.platform.LaunchDesk;
import dev.rigger.devnet.validator.platform.LaunchProof;
import dev.rigger.hotkey.Hotkey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods of a simulated cluster against a devnet validator, with nothing between them but their sockets. */
class SimulatedPodsTest {
    private static final String PODS = "/api/v1/namespaces/chutes/pods";
    private static final SimulatedServer SERVER = SimulatedServer.threeServers().getFirst();

    private final String miner = Hotkey.fromSeed("11".repeat(32)).ss58();
    private DevnetValidator validator;
    private SimulatedCluster cluster;
    private ClusterCalls api;

    @BeforeEach
    void start() throws IOException {
        validator =
                DevnetValidator.builder().withoutGpuProofs().registered(miner).start();
        cluster = SimulatedCluster.builder()
                .chuteTimings(new ChuteProgram.Timings(Duration.ofMillis(1), Duration.ofMillis(1)))
                .start(0);
        api = new ClusterCalls(cluster.url());
        GpuModel model = SERVER.gpu();
        List<Device> devices = IntStream.range(0, SERVER.gpuCount())
                .mapToObj(i -> new Device(
                        SERVER.gpuIds().get(i),
                        model.deviceName(),
                        model.memoryBytes(),
                        model.processors(),
                        model.clockRateKhz(),
                        model.maxThreadsPerProcessor(),
                        i,
                        model.shortRef(),
                        SERVER.address(),
                        8080))
                .toList();
        validator.platform().nodes().announce(miner, new Announcement(SERVER.name(), SERVER.name(), devices), true);
    }

    @AfterEach
    void stop() {
        cluster.close();
        validator.close();
    }

    @ParameterizedTest
    @EnumSource(LaunchProof.class)
    void aPodProvesItsGpusAsItsChuteAsksAndServesItsUsers(LaunchProof proof) throws Exception {
        String chute = chute(order -> {
            order.gpuCount = 2;
            order.launchProof = proof;
        });
        launch(chute, null, 2, List.of());
        api.await(PODS, ignored -> validator.platform().standing(chute).active() == 1);

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(validator.api().resolve("/chutes/" + chute + "/run"))
                                .header("Authorization", "Bearer cpk_devnet")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(ClusterCalls.JSON.readTree(answer.body()).path("path").asText())
                .isEqualTo("/run");
    }

    @Test
    void aPodDoesItsJobShowsItsPortsDeliversItsFileAndEnds() throws IOException {
        String job = job("{\"_disk_gb\":20,\"epochs\":3}", port("tcp", 9000), port("udp", 9001));

        assertThat(awaitExitCode()).isZero();

        Job ended = validator.platform().jobs().byId(job).orElseThrow();
        assertThat(ended.status()).isEqualTo(Job.Status.COMPLETE);
        assertThat(String.valueOf(ended.result())).contains("\"epochs\":3");
        assertThat(ended.outputFiles())
                .hasEntrySatisfying("result.json", bytes -> assertThat(bytes).isPositive());
        assertThat(validator.platform().instances().all()).isEmpty();
        assertThat(reasons()).containsExactly(EndReason.JOB_OVER.text());
    }

    @Test
    void aJobThatFailsSaysWhy() throws IOException {
        String job = job("{\"_error\":\"out of memory\"}");

        assertThat(awaitExitCode()).isZero();

        assertThat(validator.platform().jobs().byId(job).orElseThrow())
                .matches(ended -> ended.status() == Job.Status.ERROR && "out of memory".equals(ended.errorDetail()));
    }

    @Test
    void aJobsPodThatListensIsAskedToEndAndDoes() throws Exception {
        String job = job("{\"_seconds\":600}");
        api.await(
                PODS,
                ignored -> validator.platform().jobs().byId(job).orElseThrow().active());

        HttpRequest cancel = HttpRequest.newBuilder(URI.create(validator.api() + "/jobs/" + job))
                .header("Authorization", "Bearer cpk_devnet")
                .DELETE()
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(cancel, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);

        assertThat(awaitExitCode()).isZero();
        assertThat(validator.platform().jobs().byId(job).orElseThrow())
                .matches(ended ->
                        ended.status() == Job.Status.CANCELLED && "cancelled by its user".equals(ended.errorDetail()));
        assertThat(reasons()).containsExactly(EndReason.JOB_OVER.text());
    }

    private List<String> reasons() {
        return validator.platform().instances().ended().stream()
                .map(ended -> ended.reason())
                .toList();
    }

    private static ChuteJob.Port port(String protocol, int port) {
        return new ChuteJob.Port(protocol + "-" + port, port, protocol);
    }

    private String chute(Consumer<ChuteOrder.Draft> more) {
        return validator
                .platform()
                .chutes()
                .create(ChuteOrder.of("sample", 1, 140, "h200").with(more))
                .chuteId();
    }

    /** A job whose pod is on its way. */
    private String job(String arguments, ChuteJob.Port... ports) throws IOException {
        String chute = chute(order -> order.jobs = List.of(new ChuteJob("train", List.of(ports))));
        String job = validator
                .platform()
                .jobs()
                .create("user", chute, "train", ClusterCalls.JSON.readTree(arguments))
                .jobId();
        launch(chute, job, 1, List.of(ports));
        return job;
    }

    private void launch(String chute, @Nullable String job, int gpus, List<ChuteJob.Port> ports) throws IOException {
        LaunchDesk.Issued token = validator.platform().launches().issue(miner, new LaunchDesk.Wanted(chute, job, null));
        StringBuilder env = new StringBuilder();
        env(env, "NVIDIA_VISIBLE_DEVICES", String.join(",", SERVER.gpuIds().subList(0, gpus)));
        env(env, "CHUTES_LAUNCH_JWT", token.token());
        env(env, "CHUTES_EXTERNAL_HOST", SERVER.address());
        env(env, "CHUTES_PORT_PRIMARY", freePort());
        env(env, "CHUTES_PORT_LOGGING", freePort());
        for (ChuteJob.Port port : ports) {
            String protocol = port.proto().toUpperCase(Locale.ROOT);
            env(env, "CHUTES_PORT_" + protocol + "_" + port.port(), freePort());
        }
        env.setLength(env.length() - 1);
        api.post(
                "/apis/batch/v1/namespaces/chutes/jobs",
                ClusterCalls.job(
                        "a", SERVER.name(), "acme/sample:1", "\"chutes/chute-id\":\"" + chute + "\"", env.toString()));
    }

    private static void env(StringBuilder env, String name, String value) {
        ObjectNode variable =
                ClusterCalls.JSON.createObjectNode().put("name", name).put("value", value);
        env.append(variable).append(',');
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(SERVER.address()))) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private int awaitExitCode() {
        String code = "/items/0/status/containerStatuses/0/state/terminated/exitCode";
        JsonNode pods = api.await(PODS, a -> a.body().at(code).isInt()).body();
        return pods.at(code).asInt();
    }
}
