package dev.rigger.devnet.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis server on 127.0.0.1: the one that comes with the build, or PATH's {@code redis-server} where that one does not
 * run. Stops, starts again and sweeps like {@link LocalPostgres}.
 */
public final class LocalRedis implements AutoCloseable {
    static final String PID_FILE = "redis.pid";
    private static final Duration STARTUP = Duration.ofSeconds(20);

    private final Path home;
    private final int port;
    private final boolean temporary;
    private final Ownership ownership;
    private @Nullable Process server;

    private LocalRedis(Path home, int port, boolean temporary) throws IOException {
        this.home = home;
        this.port = Loopback.port(port);
        this.temporary = temporary;
        this.ownership = Ownership.of(home);
    }

    /** Keeps its data in {@code directory}. Port 0 takes any free one. Ends only when closed. */
    public static LocalRedis start(Path directory, int port) {
        try {
            return new LocalRedis(directory.toAbsolutePath(), port, false).restart();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + directory + " for Redis", e);
        }
    }

    /** For tests: a free port, nothing kept; ends with this JVM at the latest and leaves nothing. */
    public static LocalRedis startTemporary() {
        try {
            LocalRedis redis = new LocalRedis(TemporaryHome.make("redis", List.of(PID_FILE)), 0, true).restart();
            Runtime.getRuntime().addShutdownHook(new Thread(redis::close, "redis-closer"));
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a directory for a temporary Redis", e);
        }
    }

    public int port() {
        return port;
    }

    /** In the form of the environment variable {@code REDIS_URL}. */
    public URI uri() {
        return URI.create("redis://" + Loopback.ADDRESS + ":" + port + "/0");
    }

    /** Stops; the data of one that keeps it stays. Stopped already is success. */
    public void stop() {
        Process running = server;
        if (running == null) {
            return;
        }
        try {
            Leftover.end(running.toHandle());
            Files.deleteIfExists(data().resolve(PID_FILE));
            server = null;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop the Redis in " + home, e);
        }
    }

    /** Starts it again where it was: same port, same data. */
    public LocalRedis restart() {
        stop();
        try {
            Files.createDirectories(data());
            Leftover.end(data().resolve(PID_FILE), data());
            Process started = launch();
            server = started;
            Files.writeString(data().resolve(PID_FILE), started.pid() + "\n");
            awaitReady(started);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Redis did not start in " + home + " on port " + port
                            + ". LOCAL_REDIS_FAILED. Its own words are in " + log(),
                    e);
        }
    }

    private Process launch() throws IOException {
        String keeps = temporary ? "no" : "yes";
        return new ProcessBuilder(
                        executable(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        Loopback.ADDRESS,
                        "--dir",
                        data().toString(),
                        "--save",
                        "",
                        "--appendonly",
                        keeps,
                        "--daemonize",
                        "no")
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Our own copy of the executable: one that runs cannot be written again by a neighbour. */
    private String executable() throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        try (var files = Files.list(bin)) {
            var unpacked = files.findFirst();
            String executable = unpacked.isPresent()
                    ? unpacked.get().toString()
                    : ExecutableProvider.newJarResourceProvider(bin.toFile())
                            .get()
                            .getPath();
            return runs(executable) ? executable : "redis-server";
        }
    }

    private boolean runs(String executable) throws IOException {
        Process asked = new ProcessBuilder(executable, "--version")
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log().toFile()))
                .start();
        try {
            return asked.waitFor(STARTUP.toSeconds(), TimeUnit.SECONDS) && asked.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while trying " + executable, e);
        }
    }

    private void awaitReady(Process started) throws IOException {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("No answer to PING within " + STARTUP);
            }
            try {
                if (started.waitFor(10, TimeUnit.MILLISECONDS)) {
                    throw new IOException("It ended with exit code " + started.exitValue());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while waiting for Redis", e);
            }
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(Loopback.ADDRESS, port);
                InputStream answer = socket.getInputStream()) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return answer.read() == '+';
        } catch (IOException e) {
            return false; // not yet listening; the caller's deadline decides
        }
    }

    private Path data() {
        return home.resolve("data");
    }

    private Path log() {
        return home.resolve("redis.log");
    }

    /** Stops; a temporary one's directory goes too. */
    @Override
    public void close() {
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
}
