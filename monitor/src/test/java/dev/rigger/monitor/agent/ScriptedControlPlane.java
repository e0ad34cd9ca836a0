package dev.rigger.monitor.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rigger.hotkey.RecentUses;
import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.hotkey.SignedRequest;
import dev.rigger.hotkey.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A monitor that answers as it is told, checks every signature, and remembers what it was told. */
final class ScriptedControlPlane implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param what method and path behind the cluster's, such as {@code PUT /resources} */
    record Call(String what, JsonNode body) {}

    private final String prefix;
    private final RequestVerifier verifier;
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final Map<String, Integer> onceAnswers = new ConcurrentHashMap<>();
    private final HttpServer http;

    ScriptedControlPlane(String cluster, String miner, int port) throws IOException {
        prefix = "/api/v1/clusters/" + cluster;
        verifier = RequestVerifier.miner(
                miner, Set.of(miner), InstantSource.system(), new RecentUses(InstantSource.system()));
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.createContext("/", this::answer);
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The next such call is answered with that status, and 200 after it. */
    void once(String what, int status) {
        onceAnswers.put(what, status);
    }

    /** Waits for a call; those before it are forgotten. */
    JsonNode await(String what) {
        return await(what, body -> true);
    }

    JsonNode await(String what, Predicate<JsonNode> such) {
        return awaitCall(what, call -> call.what().equals(what) && such.test(call.body()));
    }

    /** Waits for a push with an object of that name in it. */
    JsonNode awaitNaming(String name) {
        return awaitCall(name, call -> call.body().findValuesAsText("name").contains(name));
    }

    private JsonNode awaitCall(String what, Predicate<Call> such) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                Call call = calls.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (call == null) {
                    throw new AssertionError("nobody called: " + what);
                }
                if (such.test(call)) {
                    return call.body();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            String what = call.getRequestMethod() + " "
                    + call.getRequestURI().getPath().substring(prefix.length());
            Verdict verdict = verifier.verify(new SignedRequest(
                    call.getRequestMethod(),
                    call.getRequestURI().toString(),
                    call.getRequestHeaders()::getFirst,
                    body,
                    "monitoring"));
            Integer status = verdict.accepted() ? onceAnswers.remove(what) : Integer.valueOf(401);
            call.sendResponseHeaders(status == null ? 200 : status, -1);
            calls.add(new Call(what + (verdict.accepted() ? "" : " unsigned"), JSON.readTree(body)));
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
