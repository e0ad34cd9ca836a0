package dev.rigger.devnet.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.hardware.GpuModel;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.cluster.programs.ChuteProgram;
import dev.rigger.devnet.local.Loopback;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.platform.Announcement;
import dev.rigger.devnet.validator.platform.ChuteJob;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.LaunchDesk;
import dev.rigger.hotkey.Hotkey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A devnet validator and a simulated cluster of one of its miners, for pods that live between them. */
public final class PodHarness implements AutoCloseable {
    private static final String PODS = "/api/v1/namespaces/chutes/pods";
    private static final SimulatedServer SERVER = SimulatedServer.threeServers().getFirst();

    public final String miner = Hotkey.fromSeed("11".repeat(32)).ss58();
    public final DevnetValidator validator;
    private final SimulatedCluster cluster;
    private final ClusterCalls api;

    public PodHarness() throws IOException {
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

    public String chute(Consumer<ChuteOrder.Draft> more) {
        return validator
                .platform()
                .chutes()
                .create(ChuteOrder.of("sample", 1, 140, "h200").with(more))
                .chuteId();
    }

    /** Starts a pod for that chute, or for that job, as a miner would; more environment may be given. */
    public void launch(String chute, @Nullable String job, List<ChuteJob.Port> ports, Map<String, String> more)
            throws IOException {
        LaunchDesk.Issued token = validator.platform().launches().issue(miner, new LaunchDesk.Wanted(chute, job, null));
        var definition = validator.platform().standing(chute).chute();
        StringBuilder env = new StringBuilder();
        env(env, "NVIDIA_VISIBLE_DEVICES", String.join(",", SERVER.gpuIds().subList(0, definition.gpuCount())));
        env(env, "CHUTES_LAUNCH_JWT", token.token());
        env(env, "CHUTES_EXECUTION_CONTEXT", "REMOTE");
        env(env, "CHUTES_EXTERNAL_HOST", SERVER.address());
        env(env, "CHUTES_PORT_PRIMARY", freePort());
        env(env, "CHUTES_PORT_LOGGING", freePort());
        for (ChuteJob.Port port : ports) {
            env(env, "CHUTES_PORT_" + port.proto().toUpperCase(Locale.ROOT) + "_" + port.port(), freePort());
        }
        more.forEach((name, value) -> env(env, name, value));
        env.setLength(env.length() - 1);
        String command = "\"command\":[\"chutes\",\"run\",\"" + definition.refStr()
                + "\",\"--port\",\"8000\",\"--miner-ss58\",\"" + miner + "\",\"--validator-ss58\",\"" + validator.ss58()
                + "\"],\"env\":";
        api.post(
                "/apis/batch/v1/namespaces/chutes/jobs",
                ClusterCalls.job(
                                "a",
                                SERVER.name(),
                                "acme/sample:1",
                                "\"chutes/chute-id\":\"" + chute + "\"",
                                env.toString())
                        .replace("\"env\":", command));
    }

    /** Looks at the validator until that holds, for a while. */
    public void await(Predicate<DevnetValidator> expected) {
        api.await(PODS, ignored -> expected.test(validator));
    }

    /** How the only pod's container ended. */
    public int awaitExitCode() {
        String code = "/items/0/status/containerStatuses/0/state/terminated/exitCode";
        return api.await(PODS, a -> a.body().at(code).isInt()).body().at(code).asInt();
    }

    /** Every pod is gone at once, as when the power fails. */
    public void endPods() {
        cluster.close();
    }

    @Override
    public void close() {
        cluster.close();
        validator.close();
    }

    private static void env(StringBuilder env, String name, String value) {
        ObjectNode variable =
                ClusterCalls.JSON.createObjectNode().put("name", name).put("value", value);
        env.append(variable).append(',');
    }

    private static String freePort() {
        return Integer.toString(Loopback.port(0));
    }
}
