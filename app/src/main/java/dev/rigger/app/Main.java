package dev.rigger.app;

import dev.rigger.app.bench.BenchCommand;
import dev.rigger.app.up.DevnetCommand;
import dev.rigger.app.up.UpCommand;
import dev.rigger.settings.SettingsProblem;
import dev.rigger.simulator.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Where every process of Rigger begins.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused, 130 interrupted.
 */
@Command(
        name = "rigger",
        description = "A GPU miner's control plane.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            WorkerCommand.class,
            WebCommand.class,
            GravalWorkerCommand.class,
            AgentCommand.class,
            UpCommand.class,
            DevnetCommand.class,
            BenchCommand.class,
            SimulateCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Logs.bridge();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::tell);
    }

    /** What an operator can mend is said in a sentence; only what nobody planned shows where it happened. */
    private static int tell(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        return switch (failure) {
            case SettingsProblem wrong -> {
                wrong.sentences().forEach(command.getErr()::println);
                yield CommandLine.ExitCode.USAGE;
            }
            case StartRefused refused -> {
                command.getErr().println(refused.getMessage());
                yield refused.exitCode();
            }
            default -> throw failure;
        };
    }
}
