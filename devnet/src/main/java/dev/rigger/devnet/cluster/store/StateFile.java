package dev.rigger.devnet.cluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the cluster's state in {@code cluster.json} of a directory: written a moment after a change, several changes at
 * once, and always as a whole file moved into place.
 */
public final class StateFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
    private static final Duration SETTLE = Duration.ofMillis(200);

    private final ObjectMapper json = new ObjectMapper();
    private final Path file;
    private final ObjectStore store;
    private final Supplier<JsonNode> extra;
    private final Subscription changes;
    private final Thread writer;
    private volatile boolean closing;

    private StateFile(Path file, ObjectStore store, Supplier<JsonNode> extra) {
        this.file = file;
        this.store = store;
        this.extra = extra;
        this.changes = store.subscribe(EnumSet.allOf(Kind.class), store.version());
        this.writer = Thread.ofVirtual().name("cluster-state").unstarted(this::run);
    }

    /** Loads what a directory holds; answers whether it held anything. {@code extra} gets what is not an object. */
    public static boolean load(Path directory, ObjectStore store, Consumer<JsonNode> extra) {
        Path file = directory.resolve("cluster.json");
        if (!Files.exists(file)) {
            return false;
        }
        try {
            JsonNode state = new ObjectMapper().readTree(file.toFile());
            Map<Kind, List<ObjectNode>> kept = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                List<ObjectNode> items = new ArrayList<>();
                state.path("objects").path(kind.plural()).forEach(o -> items.add((ObjectNode) o));
                kept.put(kind, items);
            }
            store.restore(state.path("version").asLong(), kept);
            extra.accept(state.path("extra"));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the simulated cluster's state " + file, e);
        }
    }

    /** Begins to write every change, with {@code extra} beside the objects. */
    public static StateFile keep(Path directory, ObjectStore store, Supplier<JsonNode> extra) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the simulated cluster's folder " + directory, e);
        }
        StateFile state = new StateFile(directory.resolve("cluster.json"), store, extra);
        state.writer.start();
        return state;
    }

    private void run() {
        try {
            while (!closing) {
                if (changes.next(Duration.ofSeconds(1)) == null) {
                    continue;
                }
                Thread.sleep(SETTLE);
                while (changes.next(Duration.ZERO) != null) {
                    // several changes, one write
                }
                write();
            }
        } catch (InterruptedException e) {
            LOG.debug("The state's writer ends");
        }
    }

    private synchronized void write() {
        ObjectNode state = json.createObjectNode();
        state.put("version", store.version());
        for (Kind kind : Kind.values()) {
            state.withObject("/objects").putArray(kind.plural()).addAll(store.snapshot(kind));
        }
        state.set("extra", extra.get());
        Path next = file.resolveSibling("cluster.json.next");
        try {
            json.writeValue(next.toFile(), state);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.error("Cannot write the simulated cluster's state {}; a restart would lose the last changes", file, e);
        }
    }

    @Override
    public void close() {
        closing = true;
        writer.interrupt();
        changes.close();
        write();
    }
}
