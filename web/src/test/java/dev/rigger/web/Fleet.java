package dev.rigger.web;

import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.NodeState;
import dev.rigger.inventory.Reservations;
import dev.rigger.inventory.SealedAs;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts servers and deployments into the inventory, with secrets in them that must never come out. */
final class Fleet {
    static final String VALIDATOR = "5FnoWRL4FYzd29q8zXoY3JWio9PtBPgrAFu2RcgQazRQsiCs";
    static final String PLANTED_KEY = "planted-client-key";
    static final long PLANTED_SEED = 7_710_203_040_506L;
    static final Instant CREATED = Instant.parse("2026-08-05T17:00:00.123456Z");

    private final Servers servers;
    private final Gpus gpus;
    private final Chutes chutes;
    private final Reservations reservations;
    private final Deployments deployments;
    private final SecretKeys keys;

    Fleet(ApplicationContext context, SecretKeys keys) {
        this.servers = context.getBean(Servers.class);
        this.gpus = context.getBean(Gpus.class);
        this.chutes = context.getBean(Chutes.class);
        this.reservations = context.getBean(Reservations.class);
        this.deployments = context.getBean(Deployments.class);
        this.keys = keys;
    }

    /** A server with two GPUs and a cluster of its own. */
    Server server() {
        String id = UUID.randomUUID().toString();
        String name = "tee-h200-" + id.substring(0, 8);
        return add(id, name, sealedKubeconfig(name));
    }

    /** A server that is a node of our own cluster. */
    Server nodeOfOwnCluster() {
        String id = UUID.randomUUID().toString();
        return add(id, "node-" + id.substring(0, 8), null);
    }

    Deployment deployment(Server server, int gpu, @Nullable String jobId) {
        String chuteId = UUID.randomUUID().toString();
        chutes.save(new Chute(
                chuteId,
                VALIDATOR,
                "my-model",
                "user/my-model:1",
                "print()",
                "app.py",
                "app:chute",
                "v1",
                List.of("h200"),
                1,
                CREATED,
                CREATED,
                null,
                "0.3.0",
                true,
                false,
                false,
                true,
                Map.of(),
                false));
        Deployment deployment = new Deployment(
                UUID.randomUUID().toString(),
                null,
                VALIDATOR,
                null,
                null,
                chuteId,
                server.serverId(),
                "v1",
                false,
                null,
                null,
                true,
                jobId,
                null,
                CREATED,
                true,
                "RESERVED",
                null,
                null,
                "OPERATOR",
                null);
        Reservations.Result result = reservations.reserve(deployment, List.of(gpuId(server, gpu)));
        if (result != Reservations.Result.RESERVED) {
            throw new IllegalStateException("not reserved: " + result);
        }
        return deployment;
    }

    void release(Deployment deployment) {
        reservations.release(deployment.deploymentId(), "CANCELLED");
    }

    /** What a look at the clusters writes. */
    void seen(Server server, NodeState state, Deployment deployment, String detail) {
        servers.setStatus(server.serverId(), state.status());
        deployments.setDetail(deployment.deploymentId(), detail);
    }

    Server read(Server server) {
        return servers.byId(server.serverId()).orElseThrow();
    }

    static String gpuId(Server server, int index) {
        return server.serverId().replace("-", "").substring(0, 31) + index;
    }

    private Server add(String id, String name, @Nullable String kubeconfig) {
        Server server = new Server(
                id,
                VALIDATOR,
                name,
                "203.0.113.10",
                "http://203.0.113.10:32000",
                null,
                "Ready",
                CREATED,
                Map.of("chutes/tee", "true", "gpu-short-ref", "h200"),
                PLANTED_SEED,
                2,
                4,
                140,
                2.5,
                false,
                kubeconfig,
                true,
                "READY",
                0,
                null);
        servers.save(server);
        for (int i = 0; i < 2; i++) {
            gpus.save(new Gpu(gpuId(server, i), VALIDATOR, id, null, deviceInfo(server, i), "h200", true));
        }
        return server;
    }

    private static Map<String, Object> deviceInfo(Server server, int index) {
        return Map.of(
                "uuid",
                gpuId(server, index),
                "name",
                "NVIDIA H200",
                "memory",
                150_754_820_096L,
                "clock_rate",
                1_980_000.0);
    }

    private String sealedKubeconfig(String name) {
        List<String> config = new ArrayList<>();
        config.add("{\"apiVersion\":\"v1\",\"kind\":\"Config\",\"current-context\":\"NAME\",");
        config.add("\"clusters\":[{\"name\":\"NAME\",\"cluster\":{\"server\":\"https://203.0.113.10:6443\"}}],");
        config.add("\"users\":[{\"name\":\"NAME\",\"user\":{\"client-key-data\":\"" + PLANTED_KEY + "\"}}],");
        config.add("\"contexts\":[{\"name\":\"NAME\",\"context\":{\"cluster\":\"NAME\",\"user\":\"NAME\"}}]}");
        byte[] plain = String.join("", config).replace("NAME", name).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(keys.encrypt(plain, SealedAs.kubeconfig(name)));
    }
}
