package dev.rigger.devnet.cluster.programs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated pod answers to users and to the validator, in clear: {@code /_ping} gives back what it gets, {@code
 * /_shutdown} with a {@code reason} ends a job, {@code /_dump}, {@code /_slurp} and {@code /_rint} show what is inside, everything
 * else is a user's call.
 */
final class PodCalls implements AutoCloseable {
    /** The devnet validator's mark of the launch that a call is for: other devnets on one machine share addresses. */
    private static final String LAUNCH = "x-devnet-config";

    private final String configId;
    private final PodInside inside;
    private final CompletableFuture<String> shutdown = new CompletableFuture<>();
    private final @Nullable PodServer server;

    private PodCalls(Container container, String configId) {
        this.configId = configId;
        this.inside = new PodInside(container);
        this.server = listen(container);
    }

    /** Serves at the container's outer address where that is this machine's; elsewhere nobody calls it. */
    static PodCalls of(Container container, String configId) {
        return new PodCalls(container, configId);
    }

    /** What the launch brought into the pod: the validator may ask for it from now on. */
    void launched(String chuteId, String keyHex, String code) {
        inside.launched(chuteId, keyHex, code);
    }

    /** Why the validator wants it to end, if it says so within that time; null when it does not. */
    @Nullable
    String shutdownWithin(long millis) throws InterruptedException {
        try {
            return shutdown.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException nobodyAsked) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A shutdown is never completed with a failure", e);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }

    private @Nullable PodServer listen(Container container) {
        Map<String, String> env = container.env();
        String host = env.getOrDefault("CHUTES_EXTERNAL_HOST", "");
        int port = Integer.parseInt(env.getOrDefault("CHUTES_PORT_PRIMARY", "0"));
        if (port == 0 || !isLoopback(host)) {
            return null;
        }
        try {
            return new PodServer(host, port, this::answer);
        } catch (IOException e) {
            container.log("serves nobody at " + host + ":" + port + ": " + e.getMessage());
            return null;
        }
    }

    private PodServer.Response answer(PodServer.Request request) {
        if (!request.headers().getOrDefault(LAUNCH, configId).equals(configId)) {
            return new PodServer.Response(421, "{\"detail\":\"another launch's pod is here\"}");
        }
        return switch (request.path()) {
            case "/_ping" -> new PodServer.Response(200, request.body().isEmpty() ? "{}" : request.body());
            case "/_shutdown" -> {
                JsonNode body = ChuteProgram.parse(request.body());
                shutdown.complete(body.path("reason").asText("no reason given"));
                yield new PodServer.Response(200, "{\"ok\":true}");
            }
            case "/_dump", "/_slurp", "/_rint" -> {
                JsonNode asked = ChuteProgram.parse(request.body().isEmpty() ? "{}" : request.body());
                yield inside.answer(request.path(), asked)
                        .map(answer -> new PodServer.Response(200, answer.toString()))
                        .orElseGet(() -> new PodServer.Response(404, "{\"detail\":\"not known here\"}"));
            }
            default -> {
                ObjectNode answer = JsonNodeFactory.instance.objectNode();
                answer.put("config_id", configId).put("path", request.path());
                yield new PodServer.Response(200, answer.toString());
            }
        };
    }

    private static boolean isLoopback(String host) {
        try {
            return !host.isEmpty() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
