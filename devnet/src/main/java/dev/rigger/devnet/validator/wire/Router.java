package dev.rigger.devnet.validator.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.rigger.devnet.validator.wire.Interposer.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the handler of a call: the first whose pattern fits, segment by segment, trailing slash included. A segment in
 * braces catches whatever is there.
 */
public final class Router implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private final List<Route> routes = new ArrayList<>();
    private final Interposer interposer;
    private Hosts hosts = host -> Optional.empty();

    public Router(Interposer interposer) {
        this.interposer = interposer;
    }

    /** What answers a call; a {@link Refusal} it throws becomes the answer. */
    public interface Handler {
        Reply answer(Call call);
    }

    /** Hosts whose calls go elsewhere, whatever their path. */
    public interface Hosts {
        Optional<Handler> of(String host);
    }

    public Router hosts(Hosts named) {
        this.hosts = named;
        return this;
    }

    /** Routes that are not served, each as {@code METHOD /pattern}. */
    public Router without(Collection<String> absent) {
        routes.removeIf(route -> absent.contains(route.method() + " " + String.join("/", route.segments())));
        return this;
    }

    /** What is served, each as {@code METHOD /pattern}. */
    public List<String> routes() {
        return routes.stream()
                .map(route -> route.method() + " " + String.join("/", route.segments()))
                .toList();
    }

    public Router on(String method, String pattern, Handler handler) {
        routes.add(new Route(method, List.of(pattern.split("/", -1)), handler));
        return this;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Call call = read(exchange);
            switch (interposer.pass(call, () -> answer(call))) {
                case Outcome.Answered(Reply reply) -> {
                    send(exchange, reply);
                }
                case Outcome.CutShort(Reply reply, int bytes) -> {
                    head(exchange, reply, Math.max(1, reply.body().length));
                    exchange.getResponseBody().write(reply.body(), 0, bytes);
                    exchange.getResponseBody().flush();
                }
                case Outcome.TornDown() -> LOG.debug("{} {} is torn down", call.method(), call.path());
            }
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        int length = reply.body().length;
        Reply.Stream stream = reply.stream();
        if (stream != null) {
            head(exchange, reply, 0);
            stream.writeTo(exchange.getResponseBody());
            return;
        }
        head(exchange, reply, length == 0 ? -1 : length);
        if (length > 0) {
            exchange.getResponseBody().write(reply.body());
        }
    }

    private static void head(HttpExchange exchange, Reply reply, int bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), bytes);
    }

    private Reply answer(Call call) {
        Optional<Handler> ofHost = call.header("host").flatMap(hosts::of);
        if (ofHost.isPresent()) {
            return answer(ofHost.get(), call);
        }
        boolean pathKnown = false;
        for (Route route : routes) {
            Optional<Map<String, String>> caught = route.match(call.path());
            if (caught.isPresent()) {
                if (route.method().equals(call.method())) {
                    return answer(route.handler(), call.with(caught.get()));
                }
                pathKnown = true;
            }
        }
        return pathKnown ? Reply.refusal(405, "Method Not Allowed") : Reply.refusal(404, "Not Found");
    }

    private static Reply answer(Handler handler, Call call) {
        try {
            return handler.answer(call);
        } catch (Refusal refusal) {
            return refusal.reply();
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", call.method(), call.path(), e);
            return Reply.refusal(500, "Internal Server Error");
        }
    }

    private static Call read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        String rawQuery = exchange.getRequestURI().getRawQuery();
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
        return new Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                rawQuery == null ? "" : rawQuery,
                rawQuery == null ? Map.of() : Call.parseQuery(rawQuery),
                headers,
                body,
                Map.of(),
                exchange.getRemoteAddress().getAddress().getHostAddress());
    }

    private record Route(String method, List<String> segments, Handler handler) {
        Optional<Map<String, String>> match(String path) {
            List<String> actual = Arrays.asList(path.split("/", -1));
            if (actual.size() != segments.size()) {
                return Optional.empty();
            }
            Map<String, String> caught = new HashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                String expected = segments.get(i);
                if (expected.startsWith("{") && !actual.get(i).isEmpty()) {
                    caught.put(expected.substring(1, expected.length() - 1), Call.decode(actual.get(i)));
                } else if (!expected.equals(actual.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(caught);
        }
    }
}
