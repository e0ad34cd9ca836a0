package dev.rigger.app.bench.system;

import static dev.rigger.app.bench.system.Await.await;

import dev.rigger.app.Main;
import dev.rigger.app.Ready;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A control plane in a process of its own, which can be killed. */
public final class ControlPlaneProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;

    private ControlPlaneProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Ready on return. */
    static ControlPlaneProcess start(
            Path directory, String command, int heapMib, boolean shortLived, Map<String, String> environment) {
        ControlPlaneProcess started = launch(directory, command, heapMib, shortLived, environment);
        Path ready = Path.of(environment.get(Ready.FILE));
        try {
            await("the control plane to be ready; its log is " + started.log, START, () -> {
                if (!started.process.isAlive()) {
                    throw new IllegalStateException("The control plane ended: " + started.tail());
                }
                return Files.exists(ready);
            });
        } catch (RuntimeException | AssertionError notReady) {
            started.kill();
            throw notReady;
        }
        return started;
    }

    private static ControlPlaneProcess launch(
            Path directory, String command, int heapMib, boolean shortLived, Map<String, String> environment) {
        try {
            Files.deleteIfExists(Path.of(environment.get(Ready.FILE)));
            Path log = directory.resolve("control-plane.log");
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            shortLived ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation",
                            "-Xmx" + heapMib + "m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "--sun-misc-unsafe-memory-access=allow",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            command))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new ControlPlaneProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: no hook runs, nothing is flushed, nobody is told. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Bytes of what lives on its heap, after a collection of all garbage. */
    public long liveBytes() {
        try {
            Process asking = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            List<String> lines = asking.inputReader().lines().toList();
            // "Total <instances> <bytes>"
            String[] total = lines.getLast().trim().split("\\s+");
            return Long.parseLong(total[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
