package dev.rigger.app;

import dev.rigger.graval.GravalWorker;
import dev.rigger.settings.GravalWorkerSettings;
import dev.rigger.settings.SettingsLoader;
import dev.rigger.temporal.TemporalConnection;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** A GPU host's process: proves its GPUs. */
@Command(
        name = "graval-worker",
        description = "Proves the GPUs of the host it runs on.",
        mixinStandardHelpOptions = true)
final class GravalWorkerCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public Integer call() throws IOException, InterruptedException {
        GravalWorkerSettings settings = SettingsLoader.gravalWorker(System.getenv());
        TemporalConnection connection = TemporalConnection.open(
                settings.temporal(), null, null, settings.host().serverName());
        connection.awaitReachable(PATIENCE);
        GravalWorker worker = new GravalWorker(
                settings, connection.client(), GravalWorker.backend(settings.host()), Clock.systemUTC());
        worker.start();
        return UntilTold.run(() -> {
            worker.close();
            connection.close();
        });
    }
}
