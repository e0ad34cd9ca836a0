package dev.rigger.devnet.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One of the processes of a local server: its pid is written down, its words go to a log, and it is waited for. */
final class ServerProcess {
    private static final int LOOK_MILLIS = 50;

    private final String name;
    private final Path data;
    private final Path log;
    private @Nullable Process process;

    ServerProcess(String name, Path data, Path log) {
        this.name = name;
        this.data = data;
        this.log = log;
    }

    static String pidFile(String name) {
        return name + ".pid";
    }

    /** Ends what a killed run left of it. */
    void sweep() throws IOException {
        Leftover.end(data.resolve(pidFile(name)), data);
    }

    void start(List<String> command) throws IOException {
        Process started = new ProcessBuilder(command)
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process = started;
        Files.writeString(data.resolve(pidFile(name)), started.pid() + "\n");
    }

    /** @throws IOException when it ends before it is ready, or is not by {@code deadline}, as of {@link System#nanoTime} */
    void await(BooleanSupplier ready, long deadline) throws IOException {
        Process started = process;
        if (started == null) {
            throw new IOException(name + " is stopped");
        }
        try {
            while (!ready.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(name + " is not ready in time; its own words are in " + log);
                }
                if (started.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IOException(
                            name + " ended with exit code " + started.exitValue() + "; its own words are in " + log);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + name, e);
        }
    }

    /** Takes the processor from it until it ends; what is connected to it stays so. */
    void freeze() throws IOException {
        Process running = process;
        if (running == null) {
            throw new IOException(name + " is stopped");
        }
        Process kill = new ProcessBuilder("kill", "-STOP", Long.toString(running.pid())).start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("Cannot freeze " + name + ", process " + running.pid());
        }
    }

    /** Ends it in its own time, or at once as a power cut would. Stopped already is success. */
    void end(boolean atOnce) throws IOException {
        Process ending = process;
        if (ending == null) {
            return;
        }
        if (atOnce) {
            ending.destroyForcibly().onExit().join();
        } else {
            Leftover.end(ending.toHandle());
        }
        Files.deleteIfExists(data.resolve(pidFile(name)));
        process = null;
    }
}
