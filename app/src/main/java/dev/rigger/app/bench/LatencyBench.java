package dev.rigger.app.bench;

import dev.rigger.app.up.Rehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How long from a validator's {@code bounty_change}, for a known chute with free capacity on an idle fleet, until the
 * Job's creation shows at the cluster's API; beside an empty workflow, started without eager start, on the same server in
 * the same run.
 *
 * <p>Measured from outside, so the validator's own HTTP answer and the cluster's watch are in it.
 */
@Command(
        name = "latency",
        description = "From a bounty at the socket to its Job at the cluster, beside an empty workflow.",
        mixinStandardHelpOptions = true)
final class LatencyBench implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(names = "--rounds", defaultValue = "30", description = "Measured rounds (default: 30).")
    private int rounds;

    @Option(names = "--warm-up", defaultValue = "10", description = "Rounds that are not counted (default: 10).")
    private int warmUp;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Path directory = Files.createTempDirectory("rigger-bench");
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        List<Duration> launches = new ArrayList<>();
        List<Duration> empties = new ArrayList<>();
        try (Rehearsal rehearsal = Rehearsal.startStill(directory, out);
                Connection inventory = DriverManager.getConnection(rehearsal.jdbcUrl());
                EmptyWorkflows workflows = new EmptyWorkflows(rehearsal.temporal());
                BountyLaunches bounties =
                        new BountyLaunches(rehearsal.validator(), rehearsal.cluster(), inventory, PATIENCE)) {
            rehearsal.onboardAll();
            for (int round = 0; round < warmUp + rounds; round++) {
                Duration launch = bounties.launchAndRemove("latency-" + round);
                Duration empty = workflows.runOne();
                if (round >= warmUp) {
                    launches.add(launch);
                    empties.add(empty);
                }
            }
        } finally {
            Trees.delete(directory);
        }
        Percentiles launch = Percentiles.of(launches);
        Percentiles empty = Percentiles.of(empties);
        out.println();
        out.println("bounty_change to Job    " + launch);
        out.println("empty workflow          " + empty);
        out.printf(
                "ratio of the medians    %.2f (%d rounds, one of each in turn)%n",
                launch.median() / empty.median(), rounds);
        out.flush();
        return 0;
    }
}
