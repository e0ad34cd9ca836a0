package dev.rigger.app.up;

import dev.rigger.app.Main;
import dev.rigger.app.Ready;
import dev.rigger.app.StartRefused;
import dev.rigger.app.UntilTold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One of our processes: started, started again with growing pauses when it ends by itself, ended when told. */
final class Child implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int TAIL_LINES = 12;
    /** A child that never became ready after so many starts never will. */
    private static final int FUTILE_STARTS = 4;
    /** Exit code of usage and settings, which no further start mends. */
    private static final int WRONG_SETTINGS = 2;

    /** What else this shell has set was meant for something else. */
    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "XDG_CACHE_HOME", "RIGGER_LOG_LEVEL");

    private final ChildPlan plan;
    private final StateFolder folder;
    private final Terminal terminal;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile boolean ending;
    private @Nullable Process process;
    private Duration pause = FIRST_PAUSE;
    private int starts;

    private Child(ChildPlan plan, StateFolder folder, Terminal terminal) {
        this.plan = plan;
        this.folder = folder;
        this.terminal = terminal;
    }

    static Child start(ChildPlan plan, StateFolder folder, Terminal terminal) throws IOException {
        Child child = new Child(plan, folder, terminal);
        Files.deleteIfExists(child.log());
        child.launch();
        return child;
    }

    /** Done when it said for the first time that it is ready; failed when it never will be. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    private synchronized void launch() throws IOException {
        if (ending) {
            return;
        }
        starts++;
        Files.deleteIfExists(readyFile());
        ProcessBuilder builder = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log().toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(plan.environment());
        environment.put(Ready.FILE, readyFile().toString());
        environment.put(UntilTold.PARENT, Long.toString(ProcessHandle.current().pid()));
        Process started = builder.start();
        process = started;
        PidFile.write(folder.pids().resolve(plan.name()), started.toHandle());
        long startedAt = System.nanoTime();
        var unused = started.onExit().thenAccept(ended -> onExit(ended, startedAt));
        Thread.ofVirtual().name("ready-" + plan.name()).start(() -> awaitReady(started));
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx" + plan.heap(), "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(plan.arguments());
        return command;
    }

    private void awaitReady(Process started) {
        try {
            while (!Files.exists(readyFile())) {
                if (started.waitFor(50, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            ready.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private void onExit(Process ended, long startedAt) {
        if (ending) {
            return;
        }
        if (!ready.isDone() && (starts >= FUTILE_STARTS || ended.exitValue() == WRONG_SETTINGS)) {
            ready.completeExceptionally(new StartRefused(
                    1,
                    plan.name() + " does not start. Its last words:\n" + tail(),
                    "PROCESS_DOES_NOT_START",
                    "The whole of them is in " + logName(),
                    null));
            return;
        }
        boolean lastedAWhile =
                System.nanoTime() - startedAt > LONGEST_PAUSE.multipliedBy(2).toNanos();
        Duration wait = lastedAWhile ? FIRST_PAUSE : pause;
        Duration doubled = wait.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        terminal.say(plan.name() + " ended with " + ended.exitValue() + "; it is started again in " + wait.toSeconds()
                + " s (" + logName() + ")");
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::launchAgain);
    }

    private void launchAgain() {
        try {
            launch();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + plan.name() + " again", e);
        }
    }

    private String tail() {
        try {
            List<String> lines =
                    Files.readString(log(), StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + e.getMessage() + ")";
        }
    }

    private Path log() throws IOException {
        return folder.logs().resolve(plan.name() + ".log");
    }

    private String logName() {
        return folder.root().resolve("logs").resolve(plan.name() + ".log").toString();
    }

    private Path readyFile() throws IOException {
        return folder.pids().resolve(plan.name() + ".ready");
    }

    /** Told to end, killed when it does not. */
    @Override
    public void close() {
        Process running;
        synchronized (this) {
            ending = true;
            running = process;
        }
        if (running != null) {
            PidFile.end(running.toHandle());
        }
    }
}
