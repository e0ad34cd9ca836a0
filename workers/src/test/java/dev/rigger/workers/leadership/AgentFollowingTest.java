package dev.rigger.workers.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rigger.activities.kubernetes.AgentClient;
import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.devnet.local.LocalRedis;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.ReplayGuard;
import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.hotkey.SignedRequest;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.monitor.cache.ClusterCache;
import dev.rigger.monitor.wire.ClusterState;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.MonitorSettings;
import dev.rigger.settings.RedisSettings;
import dev.rigger.settings.Secret;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentFollowingTest {
    private static final String SEED = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    private static final Hotkey MINER = Hotkey.fromSeed(SEED);

    private static LocalPostgres postgres;
    private static ApplicationContext context;

    private final LocalRedis redis = LocalRedis.startTemporary();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private Instant now = Instant.parse("2026-08-05T17:00:00Z");
    private ClusterCache cache;
    private HttpServer agent;
    private AgentFollowing following;

    @BeforeAll
    static void start() {
        postgres = LocalPostgres.startTemporary();
        context = ApplicationContext.run(postgres.asDataSource());
    }

    @AfterAll
    static void stop() {
        context.close();
        postgres.close();
    }

    @BeforeEach
    void anAgentOfAServer() throws IOException {
        agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        agent.createContext("/monitor/start", this::answer);
        agent.start();
        cache = new ClusterCache(new RedisSettings(redis.uri()), () -> now);
        context.getBean(Servers.class).save(server("gpu-0"));
        following = new AgentFollowing(
                context.getBean(Servers.class),
                cache,
                new AgentClient(
                        new MinerSettings(MINER.ss58(), new Secret(SEED)), kubernetes(), InstantSource.system()),
                new MonitorSettings(
                        URI.create("http://203.0.113.1:32001"),
                        Duration.ofSeconds(30),
                        Duration.ofHours(1),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(120)),
                () -> now);
    }

    @AfterEach
    void end() {
        agent.stop(0);
        cache.close();
        redis.close();
    }

    @Test
    void anAgentThatDoesNotPushIsAskedOnceInAWhile() throws InterruptedException {
        following.compare();
        following.compare();

        assertThat(asked.poll(30, TimeUnit.SECONDS))
                .isEqualTo("{\"control_plane_url\":\"http://203.0.113.1:32001\"} true");
        cache.register("gpu-0", Map.of());
        following.compare();
        assertThat(asked).isEmpty();
    }

    @Test
    void silenceIsNotedAndNothingIsForgottenForIt() {
        cache.register("gpu-0", Map.of());
        cache.heartbeat("gpu-0", ClusterState.ACTIVE);
        now = now.plusSeconds(60);
        following.noteSilence();
        assertThat(state()).isEqualTo(ClusterState.ACTIVE);

        now = now.plusSeconds(1);
        following.noteSilence();
        assertThat(state()).isEqualTo(ClusterState.UNHEALTHY);
        now = now.plusSeconds(3_600);
        following.noteSilence();
        assertThat(state()).isEqualTo(ClusterState.ERROR);
        following.compare();
        assertThat(cache.all()).containsOnlyKeys("gpu-0");
    }

    @Test
    void aClusterThatIsNoServersAnyMoreIsForgotten() {
        cache.register("gpu-0", Map.of());
        cache.register("gone", Map.of());

        following.compare();

        assertThat(cache.all()).containsOnlyKeys("gpu-0");
    }

    private ClusterState state() {
        return cache.healthOf("gpu-0").orElseThrow().state();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            boolean signed = RequestVerifier.miner(
                            MINER.ss58(), Set.of(MINER.ss58()), InstantSource.system(), ReplayGuard.NONE)
                    .verify(new SignedRequest(
                            "POST", "/monitor/start", call.getRequestHeaders()::getFirst, body, "monitoring"))
                    .accepted();
            call.sendResponseHeaders(200, -1);
            asked.add(new String(body, StandardCharsets.UTF_8) + " " + signed);
        }
    }

    private Server server(String name) {
        return new Server(
                name,
                "5Validator",
                name,
                "10.0.0.1",
                "http://127.0.0.1:" + agent.getAddress().getPort(),
                null,
                "Ready",
                now,
                Map.of(),
                null,
                8,
                4,
                140,
                2.0,
                false,
                null,
                false,
                "READY",
                0,
                null);
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
