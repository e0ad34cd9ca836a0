package dev.rigger.simulator.gate;

import dev.rigger.placement.policies.Policies;
import dev.rigger.simulator.Contest;
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
    private static final List<String> OF_WEEK = List.of(Policies.REFERENCE, Policies.FIRST, Policies.PLANNER);

    @Option(names = "--seeds", defaultValue = "30", description = "Worlds a load (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--no-week",
            description = "Leave out the week of 100 servers, which takes a minute or two for each policy.")
    private boolean noWeek;

    @Option(
            names = "--policy",
            split = ",",
            paramLabel = "NAME",
            description = "Only these, beside the reference and the planner (default: all).")
    private List<String> policies = List.of();

    @Option(names = "--threads", description = "Runs at a time (default: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the page there.")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Contest> contests = Gate.contests(names(), checkedSeeds());
        int runs = contests.stream().mapToInt(Contest::runs).sum() + (noWeek ? 0 : OF_WEEK.size());
        ProgressBar progress = ProgressBar.on(command().commandLine().getErr(), runs);
        List<AtLoad> loads = new ArrayList<>();
        for (Contest contest : contests) {
            List<Outcome> outcomes = contest.run(threads, progress);
            loads.add(new AtLoad(contest.scenario().load(), Standing.of(outcomes)));
        }
        List<Standing> week = List.of();
        if (!noWeek) {
            week = Standing.of(new Contest(Scenario.ofGateWeek(), OF_WEEK, 1, 1).run(threads, progress));
        }
        progress.done();
        String page = GatePage.markdown(loads, week, seeds, arguments());
        PrintWriter data = command().commandLine().getOut();
        data.print(page);
        data.flush();
        if (out != null) {
            Files.writeString(out, page);
        }
        return Gate.objections(loads).isEmpty() ? 0 : 1;
    }

    private List<String> names() {
        if (policies.isEmpty()) {
            return Policies.names();
        }
        List<String> names = new ArrayList<>(List.of(Policies.REFERENCE, Policies.PLANNER));
        for (String name : policies) {
            if (Policies.named(name).isEmpty()) {
                throw wrong("There is no policy named '" + name + "'. UNKNOWN_POLICY. Known are: "
                        + String.join(", ", Policies.names()) + ".");
            }
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private int checkedSeeds() {
        if (seeds < 2 || threads < 1) {
            throw wrong(
                    "A bound needs --seeds of at least 2, and --threads count from 1. BAD_COUNT. Leave them out, or give more.");
        }
        return seeds;
    }

    /** How to get this page again. */
    private String arguments() {
        return (seeds == 30 ? "" : " --seeds " + seeds)
                + (noWeek ? " --no-week" : "")
                + (policies.isEmpty() ? "" : " --policy " + String.join(",", policies));
    }

    private ParameterException wrong(String sentences) {
        return new ParameterException(command().commandLine(), sentences);
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec);
    }
}
