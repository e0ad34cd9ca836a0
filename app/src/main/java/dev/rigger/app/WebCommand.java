package dev.rigger.app;

import dev.rigger.settings.SettingsLoader;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The REST API alone. */
@Command(name = "web", description = "The REST API alone.", mixinStandardHelpOptions = true)
final class WebCommand implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
        return UntilTold.run(
                ControlPlane.start(SettingsLoader.controlPlane(System.getenv()), EnumSet.of(Role.WEB), false));
    }
}
