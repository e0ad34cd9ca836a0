package dev.rigger.devnet.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Temporal development server on 127.0.0.1: one process with a database file, its UI and the namespace
 * {@code rigger}, tuned for latency. Stops, starts again and sweeps like {@link LocalPostgres}.
 */
public final class LocalTemporal implements AutoCloseable {
    public static final String NAMESPACE = "rigger";

    static final String PID_FILE = "temporal.pid";
    private static final Duration STARTUP = Duration.ofSeconds(60);

    /** Collected when there is so much more than what lives, in percent; at Go's 100 an eighth of its time goes into it. */
    private static final String GARBAGE_PERCENT = "300";

    /**
     * The database appends to a log, so that a change costs no rewriting. Thousands of workflows, each in some fifty indexes,
     * stay in 64 MiB of its memory.
     */
    private static final List<String> SQLITE = List.of("journal_mode=WAL", "cache_size=-65536");

    /** What the database outlives. A killed server loses nothing either way. */
    public enum Keeps {
        /** The disk is asked now and then, for up to seconds on a slow one, in which nothing else happens: power cuts too. */
        THROUGH_POWER_CUTS("NORMAL"),
        /** The disk is never asked, so that nothing ever waits for it. */
        THROUGH_KILLS("OFF");

        private final String synchronous;

        Keeps(String synchronous) {
            this.synchronous = synchronous;
        }
    }

    private final Path binary;
    private final Path home;
    private final TemporalPorts ports;
    private final Keeps keeps;
    private final boolean temporary;
    private final Ownership ownership;
    private @Nullable Process server;

    private LocalTemporal(Path home, TemporalPorts ports, Keeps keeps, boolean temporary) throws IOException {
        this.binary = ProvisionedBinary.TEMPORAL.locate();
        this.home = home;
        this.ports = ports;
        this.keeps = keeps;
        this.temporary = temporary;
        this.ownership = Ownership.of(home);
    }

    /** Keeps its database in {@code directory}. Ready on return. Ends only when closed. */
    public static LocalTemporal start(Path directory, TemporalPorts ports, Keeps keeps) {
        try {
            return new LocalTemporal(directory.toAbsolutePath(), ports, keeps, false).restart();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + directory + " for Temporal", e);
        }
    }

    /** For tests: free ports, nothing kept; ends with this JVM at the latest and leaves nothing. */
    public static LocalTemporal startTemporary() {
        try {
            Path home = TemporaryHome.make("temporal", List.of(PID_FILE));
            LocalTemporal temporal = new LocalTemporal(home, TemporalPorts.free(), Keeps.THROUGH_KILLS, true).restart();
            Runtime.getRuntime().addShutdownHook(new Thread(temporal::close, "temporal-closer"));
            return temporal;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a directory for a temporary Temporal", e);
        }
    }

    /** Host and port for workers and clients, as in the environment variable {@code TEMPORAL_ADDRESS}. */
    public String address() {
        return Loopback.ADDRESS + ":" + ports.grpc();
    }

    public URI uiUrl() {
        return URI.create("http://" + Loopback.ADDRESS + ":" + ports.ui());
    }

    public Path log() {
        return home.resolve("temporal.log");
    }

    public long pid() {
        return running().pid();
    }

    /** Stops in its own time, as an operator would; the database stays. Stopped already is success. */
    public synchronized void stop() {
        end(false);
    }

    /** Stops at once, as a power cut would; the database stays. */
    public synchronized void kill() {
        end(true);
    }

    /** Starts it again where it was: same ports, same database. */
    public synchronized LocalTemporal restart() {
        stop();
        try {
            Files.createDirectories(data());
            Leftover.end(data().resolve(PID_FILE), data());
            ProcessBuilder process = new ProcessBuilder(command())
                    .directory(data().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            process.environment().put("GOGC", GARBAGE_PERCENT);
            Process started = process.start();
            server = started;
            Files.writeString(data().resolve(PID_FILE), started.pid() + "\n");
            awaitReady(started);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Temporal did not start in " + home + " on port " + ports.grpc()
                            + ". LOCAL_TEMPORAL_FAILED. Its own words are in " + log(),
                    e);
        }
    }

    /** Stops; a temporary one's directory goes too. */
    @Override
    public synchronized void close() {
        stop();
        try {
            ownership.close();
            if (temporary) {
                Leftover.delete(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot leave " + home, e);
        }
    }

    private void end(boolean atOnce) {
        Process ending = server;
        if (ending == null) {
            return;
        }
        try {
            if (atOnce) {
                ending.destroyForcibly().onExit().join();
            } else {
                Leftover.end(ending.toHandle());
            }
            Files.deleteIfExists(data().resolve(PID_FILE));
            server = null;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop the Temporal in " + home, e);
        }
    }

    private List<String> command() throws IOException {
        List<String> command = new ArrayList<>(List.of(binary.toString(), "server", "start-dev"));
        command.addAll(List.of("--ip", Loopback.ADDRESS, "--port", Integer.toString(ports.grpc())));
        command.addAll(List.of("--ui-port", Integer.toString(ports.ui())));
        command.addAll(List.of("--http-port", Integer.toString(ports.http())));
        command.addAll(List.of("--metrics-port", Integer.toString(ports.metrics())));
        command.addAll(List.of("--db-filename", data().resolve("temporal.db").toString()));
        SQLITE.forEach(pragma -> command.addAll(List.of("--sqlite-pragma", pragma)));
        command.addAll(List.of("--sqlite-pragma", "synchronous=" + keeps.synchronous));
        command.addAll(List.of("--namespace", NAMESPACE, "--log-level", "warn"));
        for (Map.Entry<String, JsonNode> entry : dynamicConfig().properties()) {
            command.add("--dynamic-config-value");
            command.add(entry.getKey() + "=" + entry.getValue().path(0).path("value"));
        }
        return command;
    }

    /** The file that a real server reads too; the development server takes its values one by one. */
    private static JsonNode dynamicConfig() throws IOException {
        try (InputStream file = LocalTemporal.class.getResourceAsStream("/temporal/dynamic-config.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(file, "temporal/dynamic-config.json"));
        }
    }

    private void awaitReady(Process started) throws IOException {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        try (HttpClient http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(1))
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            while (!knowsNamespace(http)) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("No namespace " + NAMESPACE + " within " + STARTUP);
                }
                if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IOException("It ended with exit code " + started.exitValue());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for Temporal", e);
        }
    }

    private boolean knowsNamespace(HttpClient http) throws InterruptedException {
        URI namespace =
                URI.create("http://" + Loopback.ADDRESS + ":" + ports.http() + "/api/v1/namespaces/" + NAMESPACE);
        try {
            HttpRequest describe = HttpRequest.newBuilder(namespace)
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(describe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not yet listening; the caller's deadline decides
        }
    }

    private Path data() {
        return home.resolve("data");
    }

    private Process running() {
        if (server == null) {
            throw new IllegalStateException("Temporal is stopped");
        }
        return server;
    }
}
