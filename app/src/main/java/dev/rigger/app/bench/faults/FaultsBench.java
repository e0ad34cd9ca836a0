package dev.rigger.app.bench.faults;

import dev.rigger.app.bench.Trees;
import dev.rigger.devnet.validator.faults.FaultKind;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
    private static final int SILENT_FACTOR = 20;

    private static final Duration SILENCE = Duration.ofMinutes(3);
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

    @Option(names = "--fleets", split = ",", description = "Only these fleets: idle, launching, serving.")
    private List<FleetState> fleets = List.of(FleetState.values());

    @Option(
            names = "--no-silence",
            description = "Without the hour in which one of two validators is silent on its socket.")
    private boolean withoutSilence;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Path directory = Files.createTempDirectory("rigger-bench");
        boolean good = fleets.isEmpty() || isTableGood(directory.resolve("table"), out);
        if (!withoutSilence) {
            good &= isSilenceHarmless(directory.resolve("silence"), out);
        }
        if (good) {
            Trees.delete(directory);
        } else {
            out.printf("what every process wrote is in %s%n", directory);
        }
        return good ? 0 : 1;
    }

    private boolean isTableGood(Path directory, PrintWriter out) throws Exception {
        List<FaultKind> faults = Stream.of(FaultKind.values())
                .filter(kind -> only.isEmpty() || only.contains(kind.wireName()))
                .toList();
        out.println(Verdict.markdownHeader());
        FaultTable table = new FaultTable(
                fleets.stream()
                        .map(state -> new FaultTable.Lane(state, state == FleetState.SERVING ? serving : 0, faults))
                        .toList(),
                timeFactor,
                verdict -> {
                    out.println(verdict.markdown());
                    out.flush();
                });
        FaultTable.Result result = table.run(Files.createDirectories(directory));
        result.write(to);
        result.incidents().forEach(out::println);
        result.brokenOff().forEach(out::println);
        long bad =
                result.verdicts().stream().filter(verdict -> !verdict.isGood()).count();
        out.printf(
                "%d of %d are good, %d incidents; the table is in %s%n",
                result.verdicts().size() - bad,
                result.verdicts().size(),
                result.incidents().size(),
                to);
        out.printf(
                "on the heap of the control plane live, in MiB, after the first trial and after the last: %s%n",
                result.liveBytes().stream().map(bytes -> bytes >> 20).toList());
        out.flush();
        return bad == 0 && result.incidents().isEmpty() && result.brokenOff().isEmpty();
    }

    private static boolean isSilenceHarmless(Path directory, PrintWriter out) throws Exception {
        SilentHour.Outcome silence =
                new SilentHour(SILENT_FACTOR, SILENT_CHANGES, SILENCE, 1).run(Files.createDirectories(directory));
        out.printf(
                "a socket silent for an hour, %d changes: %d chutes wanted, %d served with it, %d without it, %s,"
                        + " %d s after the last change%n",
                SILENT_CHANGES,
                silence.wanted().size(),
                silence.heard().size(),
                silence.silent().size(),
                silence.isSame() ? "the same" : "NOT the same: " + silence.why(),
                silence.settled().toSeconds());
        silence.incidents().forEach(out::println);
        return silence.isSame() && silence.incidents().isEmpty();
    }
}
