package dev.rigger.activities.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A platform that says exactly what a test tells it to, by path; for answers that no honest one gives. */
public final class ScriptedValidator implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<String, String> queries = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** Writes one answer. */
    @FunctionalInterface
    public interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    public ScriptedValidator() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::dispatch);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void on(String path, Handler handler) {
        handlers.put(path, handler);
    }

    public void answer(String path, int status, String body) {
        answer(path, status, body.getBytes(UTF_8));
    }

    public void answer(String path, int status, byte[] body) {
        on(path, exchange -> {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        });
    }

    public int asked(String path) {
        return Optional.ofNullable(asked.get(path)).map(AtomicInteger::get).orElse(0);
    }

    public String lastQuery(String path) {
        return queries.getOrDefault(path, "");
    }

    private void dispatch(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.computeIfAbsent(path, p -> new AtomicInteger()).incrementAndGet();
        queries.put(
                path, Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""));
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            handlers.getOrDefault(path, missing -> missing.sendResponseHeaders(404, -1))
                    .handle(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
