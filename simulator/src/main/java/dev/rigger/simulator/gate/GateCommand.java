package dev.rigger.simulator.gate;

import dev.rigger.placement.policies.Policies;
import dev.rigger.simulator.Contest;
import dev.rigger.simulator.Contest.Running;
import dev.rigger.simulator.Outcome;
import dev.rigger.simulator.ProgressBar;
import dev.rigger.simulator.gate.Gate.AtLoad;
import dev.rigger.simulator.report.Standing;
import dev.rigger.simulator.world.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rigger simulate gate}: makes the table again by which the planner is judged. */
@Command(
        name = "gate",
        header = "Judges the planner: all policies, three loads, the same worlds for each.",
        footer = {
            "",
            "The page goes to standard output. Exit codes: 0 passed, 1 not passed, 2 wrong usage, 130 interrupted."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class GateCommand implements Callable<Integer> {
    private static final int USUAL_SEEDS = 30;
    private static final int USUAL_PART_SEEDS = 10;

    @Option(
            names = "--seeds",
            defaultValue = "" + USUAL_SEEDS,
            description = "Worlds a load (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--part-seeds",
            defaultValue = "" + USUAL_PART_SEEDS,
            description = "Of these, in how many the planner also plays without one of its parts at a time; 0 for none"
                    + " (default: ${DEFAULT-VALUE}).")
    private int partSeeds;

    @Option(names = "--no-week", description = "Leave out the week of 100 servers, a minute or so for each policy.")
    private boolean noWeek;

    @Option(names = "--threads", description = "Runs at a time (default: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the page there.")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seeds < 2 || partSeeds < 0 || partSeeds > seeds || threads < 1) {
            throw wrong("A bound needs --seeds of at least 2, --part-seeds are among them, and --threads count from 1."
                    + " BAD_COUNT. Leave them out, or change them so.");
        }
        List<Contest> judged = Gate.contests(Gate.JUDGED, seeds);
        List<Contest> withoutParts = partSeeds == 0 ? List.of() : Gate.contests(Gate.ablations(), partSeeds);
        Contest week = new Contest(Scenario.ofGateWeek(), Gate.JUDGED, Gate.FIRST_SEED, noWeek ? 0 : 1);
        int runs = Stream.of(judged, withoutParts, List.of(week))
                .flatMap(List::stream)
                .mapToInt(Contest::runs)
                .sum();
        ProgressBar progress = ProgressBar.on(command().commandLine().getErr(), runs);
        List<AtLoad> loads = new ArrayList<>();
        List<AtLoad> parts = new ArrayList<>();
        List<AtLoad> weeks = new ArrayList<>();
        // The longest runs go first, so that no processor waits for them in the end.
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            Running longest = week.begin(workers, progress);
            List<Running> whole = judged.stream()
                    .map(contest -> contest.begin(workers, progress))
                    .toList();
            List<Running> without = withoutParts.stream()
                    .map(contest -> contest.begin(workers, progress))
                    .toList();
            for (int i = 0; i < whole.size(); i++) {
                loads.add(AtLoad.of(judged.get(i), whole.get(i).outcomes()));
            }
            for (int i = 0; i < without.size(); i++) {
                parts.add(beside(loads.get(i), without.get(i).outcomes()));
            }
            if (!noWeek) {
                weeks.add(AtLoad.of(week, longest.outcomes()));
            }
        }
        progress.done();
        String page = GatePage.markdown(loads, parts, weeks, arguments());
        PrintWriter data = command().commandLine().getOut();
        data.print(page);
        data.flush();
        if (out != null) {
            Files.writeString(out, page);
        }
        return Gate.objections(loads).isEmpty() ? 0 : 1;
    }

    /** The whole planner's runs in the same worlds come first. */
    private AtLoad beside(AtLoad whole, List<Outcome> withoutParts) {
        List<Outcome> all =
                new ArrayList<>(whole.of(Policies.PLANNER).outcomes().subList(0, partSeeds));
        all.addAll(withoutParts);
        return new AtLoad(whole.load(), Standing.of(all), Policies.PLANNER);
    }

    /** How to get this page again. */
    private String arguments() {
        return (seeds == USUAL_SEEDS ? "" : " --seeds " + seeds)
                + (partSeeds == USUAL_PART_SEEDS ? "" : " --part-seeds " + partSeeds)
                + (noWeek ? " --no-week" : "");
    }

    private ParameterException wrong(String sentences) {
        return new ParameterException(command().commandLine(), sentences);
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec);
    }
}
