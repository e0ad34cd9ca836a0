package dev.rigger.app;

import dev.rigger.settings.SettingsLoader;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Workflows, activities, the validators' events and schedules; several such processes may run at once. */
@Command(
        name = "worker",
        description = "Workflows, activities, events and schedules; several may run at once.",
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
    @Option(names = "--no-promote", description = "Leave it to the operator to make a versioned worker current.")
    private boolean noPromote;

    @Override
    public Integer call() throws InterruptedException {
        return UntilTold.run(
                ControlPlane.start(SettingsLoader.controlPlane(System.getenv()), EnumSet.of(Role.WORKER), !noPromote));
    }
}
