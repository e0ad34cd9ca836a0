package dev.rigger.devnet.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.store.ApiRefusal;
import dev.rigger.devnet.cluster.store.Change;
import dev.rigger.devnet.cluster.store.ObjectStore;
import dev.rigger.devnet.cluster.store.Selector;
import dev.rigger.devnet.cluster.store.Subscription;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One watch: a JSON line per event, with bookmarks where the client allows them, until its time is over. */
final class WatchStream {
    private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final ObjectStore store;
    private final Target target;
    private final Selector selector;
    private final InstantSource clock;
    private final BooleanSupplier closing;

    WatchStream(ObjectStore store, Target target, Selector selector, InstantSource clock, BooleanSupplier closing) {
        this.store = store;
        this.target = target;
        this.selector = selector;
        this.clock = clock;
        this.closing = closing;
    }

    void serve(Exchange exchange) throws IOException {
        String since = exchange.query("resourceVersion");
        boolean fromStart = since == null || since.isEmpty() || since.equals("0");
        boolean bookmarks = "true".equals(exchange.query("allowWatchBookmarks"));
        String timeout = exchange.query("timeoutSeconds");
        Instant end = clock.instant().plusSeconds(timeout == null ? 1800 : Long.parseLong(timeout));
        try (Subscription changes = subscribe(fromStart ? null : since)) {
            try (OutputStream out = exchange.stream()) {
                out.flush();
                follow(changes, out, bookmarks, end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Subscription subscribe(@Nullable String since) {
        try {
            return store.subscribe(Set.of(target.kind()), since == null ? null : Long.valueOf(since));
        } catch (NumberFormatException e) {
            throw new ApiRefusal(400, "BadRequest", "resourceVersion is not a number: " + since);
        }
    }

    private void follow(Subscription changes, OutputStream out, boolean bookmarks, Instant end)
            throws IOException, InterruptedException {
        Instant bookmark = clock.instant().plus(BOOKMARK_EVERY);
        while (!closing.getAsBoolean() && clock.instant().isBefore(end)) {
            Change change = changes.next(LOOK);
            if (change != null && concerns(change)) {
                ObjectNode event = event(change);
                if (event != null) {
                    out.write(Exchange.line(event));
                    out.flush();
                }
            } else if (change == null && bookmarks && clock.instant().isAfter(bookmark)) {
                bookmark = clock.instant().plus(BOOKMARK_EVERY);
                out.write(Exchange.line(bookmark()));
                out.flush();
            }
        }
    }

    private boolean concerns(Change change) {
        JsonNode object = change.object();
        String name = target.name();
        return (target.namespace() == null || ObjectStore.namespaceOf(object).equals(target.namespace()))
                && (name == null || ObjectStore.nameOf(object).equals(name));
    }

    /** An object that begins to match is added, one that ceases to match is deleted; null when it never matched. */
    private @Nullable ObjectNode event(Change change) {
        ObjectNode before = change.before();
        boolean matched = before != null && selector.matches(before);
        boolean matches = change.type() != Change.Type.DELETED && selector.matches(change.object());
        if (!matched && !matches) {
            return null;
        }
        Change.Type type = !matches ? Change.Type.DELETED : matched ? Change.Type.MODIFIED : Change.Type.ADDED;
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type.name());
        event.set("object", change.object());
        return event;
    }

    /** An empty queue means that everything up to now was sent. */
    private ObjectNode bookmark() {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", "BOOKMARK");
        ObjectNode object = event.putObject("object");
        object.put("kind", target.kind().typeName())
                .put("apiVersion", target.kind().apiVersion());
        object.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
        return event;
    }
}
