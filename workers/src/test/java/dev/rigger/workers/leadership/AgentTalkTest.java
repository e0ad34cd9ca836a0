package dev.rigger.workers.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rigger.activities.kubernetes.AgentClient;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.monitor.agent.Agent;
import dev.rigger.settings.AgentSettings;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the control plane says to an agent, heard by one that checks it. */
class AgentTalkTest {
    private static final String SEED = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    private static final MinerSettings MINER =
            new MinerSettings(Hotkey.fromSeed(SEED).ss58(), new Secret(SEED));

    @TempDir
    Path folder;

    private final BlockingQueue<String> pushed = new LinkedBlockingQueue<>();
    private final AgentClient client = new AgentClient(MINER, kubernetes(), InstantSource.system());
    private SimulatedCluster worker;
    private HttpServer controlPlane;
    private Agent agent;

    @BeforeEach
    void start() throws IOException {
        worker = SimulatedCluster.builder().start(0);
        controlPlane = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        controlPlane.createContext("/", this::answer);
        controlPlane.start();
        agent = Agent.start(
                new AgentSettings(
                        MINER,
                        "gpu-0",
                        List.of("chutes"),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        folder.resolve("url"),
                        "127.0.0.1",
                        0,
                        Files.writeString(folder.resolve("kubeconfig"), worker.kubeconfig())),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        agent.close();
        controlPlane.stop(0);
        worker.close();
    }

    @Test
    void anAgentPushesFromWhenItIsAskedUntilItIsAskedToStop() throws Exception {
        client.startMonitoring(agentApi(), controlPlaneUrl());
        assertThat(pushed.poll(30, TimeUnit.SECONDS)).isEqualTo("POST /api/v1/clusters/gpu-0");
        client.startMonitoring(agentApi(), controlPlaneUrl());

        client.stopMonitoring(agentApi());

        assertThat(pushed).last().isEqualTo("DELETE /api/v1/clusters/gpu-0");
        assertThat(folder.resolve("url")).doesNotExist();
    }

    @Test
    void anAgentThatDoesNotPushHasNothingToStop() throws Exception {
        client.stopMonitoring(agentApi());
        client.stopMonitoring(agentApi() + "/");

        assertThat(pushed).isEmpty();
    }

    @Test
    void anAgentThatIsAwayOrObeysSomebodyElseIsAFailure() {
        String other = "42".repeat(32);
        AgentClient stranger = new AgentClient(
                new MinerSettings(Hotkey.fromSeed(other).ss58(), new Secret(other)),
                kubernetes(),
                InstantSource.system());

        assertThatThrownBy(() -> stranger.stopMonitoring(agentApi()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("401");
        assertThatThrownBy(() -> client.stopMonitoring("http://127.0.0.1:1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.stopMonitoring("no url")).isInstanceOf(IOException.class);
    }

    private String agentApi() {
        return "http://127.0.0.1:" + agent.port();
    }

    private URI controlPlaneUrl() {
        return URI.create("http://127.0.0.1:" + controlPlane.getAddress().getPort());
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            call.getRequestBody().readAllBytes();
            pushed.add(call.getRequestMethod() + " " + call.getRequestURI());
            call.sendResponseHeaders(200, -1);
        }
    }

    private static KubernetesSettings kubernetes() {
        return new KubernetesSettings(
                null,
                "chutes",
                Duration.ofSeconds(180),
                "nvidia",
                30500,
                "",
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                4,
                Duration.ofMillis(200));
    }
}
