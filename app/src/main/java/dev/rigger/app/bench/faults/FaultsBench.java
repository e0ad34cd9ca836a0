package dev.rigger.app.bench.faults;

import dev.rigger.devnet.validator.faults.FaultKind;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Every fault that the devnet validator knows, on an idle, a launching and a serving fleet. */
@Command(
        name = "faults",
        description = "Every fault of a validator on an idle, a launching and a serving fleet, as a table.",
        mixinStandardHelpOptions = true)
public final class FaultsBench implements Callable<Integer> {
    /** An hour, sixty times as fast. */
    private static final int SILENT_FACTOR = 60;

    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int SILENT_CHANGES = 500;

    @Option(
            names = "--serving",
            defaultValue = "200",
            description = "Deployments of the serving fleet (default: ${DEFAULT-VALUE}).")
    private int serving;

    @Option(
            names = "--time-factor",
            defaultValue = "20",
            description = "Every period is divided by it (default: ${DEFAULT-VALUE}).")
    private int timeFactor;

    @Option(
            names = "--to",
            defaultValue = "app/target/bench",
            description = "Where faults.csv and faults.md are written (default: ${DEFAULT-VALUE}).")
    private Path to = Path.of("app/target/bench");

    @Option(names = "--only", split = ",", description = "Only these faults, by name, such as no-items.")
    private List<String> only = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<FaultKind> faults = List.of(FaultKind.values()).stream()
                .filter(kind -> only.isEmpty() || only.contains(kind.wireName()))
                .toList();
        out.println(Verdict.markdownHeader());
        FaultTable table = new FaultTable(
                List.of(
                        new FaultTable.Lane(FleetState.IDLE, 0, faults),
                        new FaultTable.Lane(FleetState.LAUNCHING, 0, faults),
                        new FaultTable.Lane(FleetState.SERVING, serving, faults)),
                timeFactor,
                verdict -> {
                    out.println(verdict.markdown());
                    out.flush();
                });
        FaultTable.Result result = table.run(Files.createTempDirectory("rigger-bench"));
        result.write(to);
        SilentHour.Outcome silence = new SilentHour(SILENT_FACTOR, SILENT_CHANGES, SILENCE, 1)
                .run(Files.createTempDirectory("rigger-bench"));
        boolean same = silence.silent().equals(silence.heard());
        out.printf(
                "a socket silent for an hour, %d changes: %d chutes served with it, %d without it, %s%n",
                SILENT_CHANGES, silence.heard().size(), silence.silent().size(), same ? "the same" : "NOT the same");
        result.incidents().forEach(out::println);
        long bad =
                result.verdicts().stream().filter(verdict -> !verdict.isGood()).count();
        out.printf(
                "%d of %d are good, %d incidents; the table is in %s%n",
                result.verdicts().size() - bad,
                result.verdicts().size(),
                result.incidents().size(),
                to);
        return bad == 0 && same && result.incidents().isEmpty() ? 0 : 1;
    }
}
