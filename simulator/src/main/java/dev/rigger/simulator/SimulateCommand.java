package dev.rigger.simulator;

import dev.rigger.placement.policies.Policies;
import dev.rigger.simulator.gate.GateCommand;
import dev.rigger.simulator.report.Csv;
import dev.rigger.simulator.report.Json;
import dev.rigger.simulator.report.Picture;
import dev.rigger.simulator.report.Standing;
import dev.rigger.simulator.report.Summary;
import dev.rigger.simulator.world.Profile;
import dev.rigger.simulator.world.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rigger simulate}: plays policies against a simulated market. */
@Command(
        name = "simulate",
        header =
                "Plays placement policies in a simulated market, each seed with each policy, and compares what they earn.",
        description = {
            "",
            "The market is made up: targets, tokens, bounties, roll-outs and scores follow the validator's rules, rivals and"
                    + " users are dice. It tells policies apart; it does not foretell an income.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  rigger simulate --policy reference,value-greedy --seeds 10",
            "  rigger simulate --servers 100 --gpus 800 --chutes 300 --days 7 --seeds 1 --out week",
            "  rigger simulate gate",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = GateCommand.class)
public final class SimulateCommand implements Callable<Integer> {

    private static final int EXAMPLES = 8;

    @Option(
            names = "--policy",
            split = ",",
            paramLabel = "NAME",
            description = "Policies to play, separated by commas; the first is what the others are compared to."
                    + " Known: @|bold ${COMPLETION-CANDIDATES}|@.",
            completionCandidates = PolicyNames.class)
    private List<String> policies = List.of();

    @Option(names = "--servers", defaultValue = "12", description = "Our servers (default: ${DEFAULT-VALUE}).")
    private int servers;

    @Option(
            names = "--gpus",
            defaultValue = "96",
            description = "Our GPUs, at most 8 a server (default: ${DEFAULT-VALUE}).")
    private int gpus;

    @Option(names = "--chutes", defaultValue = "80", description = "Chutes in the market (default: ${DEFAULT-VALUE}).")
    private int chutes;

    @Option(
            names = "--load",
            defaultValue = "1",
            description = "What users want, as a share of all miners' GPUs (default: ${DEFAULT-VALUE}).")
    private double load;

    @Option(
            names = "--days",
            defaultValue = "2",
            description = "Days to play, such as 0.5 (default: ${DEFAULT-VALUE}).")
    private double days;

    @Option(
            names = "--seeds",
            defaultValue = "10",
            description = "How many worlds to play (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--seed", defaultValue = "1", description = "The first world's seed (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--profile",
            defaultValue = "P26b",
            description = "Rules of scoring: P26a or P26b (default: ${DEFAULT-VALUE}).")
    private String profile = "";

    @Option(names = "--out", paramLabel = "DIR", description = "Also write CSV, JSON and a picture there.")
    private @Nullable Path out;

    @Option(names = "--threads", description = "Runs at a time (default: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Contest contest = contest();
        PrintWriter talk = command().commandLine().getErr();
        ProgressBar progress = ProgressBar.on(talk, contest.runs());
        List<Outcome> outcomes = contest.run(threads, progress);
        progress.done();
        List<Standing> standings = Standing.of(outcomes);
        PrintWriter data = command().commandLine().getOut();
        data.print(Summary.table(standings, standings.getFirst()).text());
        data.flush();
        outcomes.stream()
                .filter(outcome -> outcome.violations() > 0)
                .flatMap(outcome -> outcome.examples().stream()
                        .map(example -> outcome.policy() + ", seed " + outcome.seed() + ": " + example))
                .limit(EXAMPLES)
                .forEach(example -> talk.println("Rule broken by " + example));
        Path directory = out;
        if (directory != null) {
            Files.createDirectories(directory);
            write(directory, "runs.csv", Csv.runs(outcomes));
            write(directory, "over-time.csv", Csv.overTime(outcomes));
            write(directory, "contest.json", Json.of(contest, outcomes));
            write(directory, "over-time.svg", Picture.svg(standings, about(contest)));
            talk.println("Wrote " + directory.toAbsolutePath());
            talk.flush();
        }
        return 0;
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8);
    }

    private static String about(Contest contest) {
        Scenario scenario = contest.scenario();
        return String.format(
                Locale.ROOT,
                "%d servers, %d GPUs, %d chutes, load %.1f, %d worlds; lines are means, bands hold 8 of 10 worlds",
                scenario.servers(),
                scenario.gpus(),
                scenario.chutes(),
                scenario.load(),
                contest.seeds());
    }

    private Contest contest() {
        List<String> names =
                policies.isEmpty() ? List.of(Policies.REFERENCE, Policies.FIRST, Policies.PLANNER) : policies;
        for (String name : names) {
            if (Policies.named(name).isEmpty()) {
                throw wrong(
                        "There is no policy named '" + name + "'",
                        "UNKNOWN_POLICY",
                        "Known are: " + String.join(", ", Policies.names()) + ".");
            }
        }
        if (seeds < 1 || threads < 1) {
            throw wrong("--seeds and --threads count from 1", "BAD_COUNT", "Leave them out, or give at least 1.");
        }
        Profile rules = Profile.of(profile)
                .orElseThrow(() -> wrong(
                        "The simulator does not score by profile '" + profile + "'",
                        "UNKNOWN_PROFILE",
                        "Choose P26a or P26b: they score by instance seconds."));
        try {
            Duration length = Duration.ofMillis((long) (days * 86_400_000));
            return new Contest(new Scenario(servers, gpus, chutes, load, length, rules), names, seed, seeds);
        } catch (IllegalArgumentException e) {
            throw wrong(
                    "There is " + e.getMessage(), "BAD_WORLD", "Change --servers, --gpus, --chutes, --load or --days.");
        }
    }

    private ParameterException wrong(String what, String code, String next) {
        return new ParameterException(command().commandLine(), what + ". " + code + ". " + next);
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec);
    }

    /** For help and completion. */
    static final class PolicyNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Policies.names().iterator();
        }
    }
}
