package dev.rigger.devnet.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.kubelet.Kubelet;
import dev.rigger.devnet.cluster.store.ApiRefusal;
import dev.rigger.devnet.cluster.store.Deletion;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import dev.rigger.devnet.cluster.store.Selector;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The verbs on resources: create, get, list, watch, replace, JSON merge patch, apply in JSON, delete. */
final class Resources {
    private final ObjectStore store;
    private final Kubelet kubelet;
    private final InstantSource clock;
    private final BooleanSupplier closing;

    Resources(ObjectStore store, Kubelet kubelet, InstantSource clock, BooleanSupplier closing) {
        this.store = store;
        this.kubelet = kubelet;
        this.clock = clock;
        this.closing = closing;
    }

    void serve(Exchange exchange, Target target) throws IOException {
        String name = target.name();
        switch (exchange.method()) {
            case "GET" -> read(exchange, target);
            case "POST" -> {
                if (name != null) {
                    throw notAllowed(exchange);
                }
                exchange.answer(201, store.create(target.kind(), target.namespace(), exchange.body()));
            }
            case "PUT" ->
                exchange.answer(
                        200, store.replace(target.kind(), target.namespace(), named(name, exchange), exchange.body()));
            case "PATCH" -> exchange.answer(200, patch(exchange, target, named(name, exchange)));
            case "DELETE" -> delete(exchange, target);
            default -> throw notAllowed(exchange);
        }
    }

    private void read(Exchange exchange, Target target) throws IOException {
        Selector selector = Selector.of(exchange.query("labelSelector"), exchange.query("fieldSelector"));
        String name = target.name();
        String watch = exchange.query("watch");
        if ("true".equals(watch) || "1".equals(watch)) {
            new WatchStream(store, target, selector, clock, closing).serve(exchange);
        } else if (name == null) {
            exchange.answer(200, list(target, selector));
        } else if ("log".equals(target.subresource())) {
            JsonNode pod = store.get(Kind.POD, target.namespace(), name);
            exchange.answerText(String.join("\n", kubelet.logs().of(ObjectStore.uidOf(pod))) + "\n");
        } else {
            exchange.answer(200, store.get(target.kind(), target.namespace(), name));
        }
    }

    private ObjectNode list(Target target, Selector selector) {
        ObjectStore.Listing listing = store.list(target.kind(), target.namespace(), selector);
        ObjectNode list = JsonNodeFactory.instance
                .objectNode()
                .put("kind", target.kind().typeName() + "List")
                .put("apiVersion", target.kind().apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(listing.version()));
        list.putArray("items").addAll(listing.items());
        return list;
    }

    private ObjectNode patch(Exchange exchange, Target target, String name) throws IOException {
        if (exchange.header("Content-Type").startsWith("application/apply-patch+yaml")) {
            return store.apply(target.kind(), target.namespace(), name, exchange.body());
        }
        if (!exchange.header("Content-Type").startsWith("application/merge-patch+json")) {
            throw new ApiRefusal(
                    415,
                    "UnsupportedMediaType",
                    "the devnet's cluster takes application/merge-patch+json and application/apply-patch+yaml only;"
                            + " with kubectl, add --type=merge");
        }
        return store.mergePatch(target.kind(), target.namespace(), name, exchange.body());
    }

    private void delete(Exchange exchange, Target target) throws IOException {
        Deletion how = deletion(exchange);
        String name = target.name();
        if (name != null) {
            exchange.answer(200, store.delete(target.kind(), target.namespace(), name, how));
            return;
        }
        Selector selector = Selector.of(exchange.query("labelSelector"), exchange.query("fieldSelector"));
        ObjectNode all = list(target, selector);
        all.path("items")
                .forEach(o -> store.delete(
                        target.kind(),
                        target.kind().namespaced() ? ObjectStore.namespaceOf(o) : null,
                        ObjectStore.nameOf(o),
                        how));
        exchange.answer(200, all);
    }

    private static Deletion deletion(Exchange exchange) throws IOException {
        JsonNode options = exchange.body();
        String propagation = first(options.path("propagationPolicy"), exchange.query("propagationPolicy"));
        String grace = first(options.path("gracePeriodSeconds"), exchange.query("gracePeriodSeconds"));
        JsonNode preconditions = options.path("preconditions");
        return new Deletion(
                "Foreground".equals(propagation)
                        ? Deletion.Propagation.FOREGROUND
                        : "Orphan".equals(propagation) ? Deletion.Propagation.ORPHAN : Deletion.Propagation.BACKGROUND,
                grace == null ? null : Integer.valueOf(grace),
                first(preconditions.path("uid"), null),
                first(preconditions.path("resourceVersion"), null));
    }

    private static @Nullable String first(JsonNode value, @Nullable String otherwise) {
        return value.isValueNode() && !value.isNull() ? value.asText() : otherwise;
    }

    private static String named(@Nullable String name, Exchange exchange) {
        if (name == null) {
            throw notAllowed(exchange);
        }
        return name;
    }

    private static ApiRefusal notAllowed(Exchange exchange) {
        return new ApiRefusal(405, "MethodNotAllowed", exchange.method() + " is not for " + exchange.path());
    }
}
