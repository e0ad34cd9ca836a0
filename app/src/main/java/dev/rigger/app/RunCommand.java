package dev.rigger.app;

import dev.rigger.settings.SettingsLoader;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Worker and REST in one process. */
@Command(
        name = "run",
        description = "Worker and REST in one process, configured by the environment.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Option(names = "--no-promote", description = "Leave it to the operator to make a versioned worker current.")
    private boolean noPromote;

    @Override
    public Integer call() throws InterruptedException {
        return UntilTold.run(ControlPlane.start(
                SettingsLoader.controlPlane(System.getenv()), EnumSet.allOf(Role.class), !noPromote));
    }
}
