package dev.rigger.devnet.validator.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.wire.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The platform's memory: one lock, and a file that is replaced whole. */
public final class Ledger {
    private static final String FILE = "validator.json";

    private final ReentrantLock lock = new ReentrantLock();
    private final PlatformState state;
    private final @Nullable Path directory;
    private boolean dirty;

    private Ledger(PlatformState state, @Nullable Path directory) {
        this.state = state;
        this.directory = directory;
    }

    /** Goes on from what the directory holds; null keeps everything in memory. */
    public static Ledger open(@Nullable Path directory) {
        if (directory == null) {
            return new Ledger(PlatformState.empty(), null);
        }
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(FILE);
            return new Ledger(Files.exists(file) ? read(file) : PlatformState.empty(), directory);
        } catch (IOException e) {
            throw new StartProblem(
                    "The validator's state in " + directory + " cannot be read: " + e.getMessage(),
                    "DEVNET_STATE_UNREADABLE",
                    "Start with another directory, or restore " + FILE + ".",
                    e);
        }
    }

    private static PlatformState read(Path file) throws IOException {
        JsonNode json = WireJson.MAPPER.readTree(file.toFile());
        int format = json.path("format").asInt(1);
        if (format != PlatformState.FORMAT) {
            throw new IOException("its format is " + format + ", not " + PlatformState.FORMAT);
        }
        return WireJson.MAPPER.treeToValue(json, PlatformState.class);
    }

    public <T extends @Nullable Object> T change(Function<PlatformState, T> change) {
        lock.lock();
        try {
            dirty = true;
            return change.apply(state);
        } finally {
            lock.unlock();
        }
    }

    /** The function must not let the state's collections escape. */
    public <T extends @Nullable Object> T read(Function<PlatformState, T> read) {
        lock.lock();
        try {
            return read.apply(state);
        } finally {
            lock.unlock();
        }
    }

    /** Writes the file when something changed since the last time. */
    public void save() {
        Path target = directory;
        if (target == null) {
            return;
        }
        byte[] json;
        lock.lock();
        try {
            if (!dirty) {
                return;
            }
            dirty = false;
            json = WireJson.bytes(state);
        } finally {
            lock.unlock();
        }
        try {
            Path fresh = target.resolve(FILE + ".new");
            Files.write(fresh, json);
            Files.move(
                    fresh, target.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot save the validator's state (DEVNET_STATE_UNWRITABLE)", e);
        }
    }
}
