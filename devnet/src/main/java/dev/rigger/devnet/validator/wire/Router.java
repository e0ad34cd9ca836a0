package dev.rigger.devnet.validator.wire;

import dev.rigger.devnet.validator.wire.Interposer.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the handler of a call: the first whose pattern fits, segment by segment, trailing slash included. A segment in
 * braces catches whatever is there.
 */
public final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

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

    /** How a call ends: by its handler, unless something stands between. */
    Outcome handle(Call call) {
        return interposer.pass(call, () -> answer(call));
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
