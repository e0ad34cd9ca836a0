package dev.rigger.app.bench.cluster;

import dev.rigger.app.bench.Trees;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * On a real API server: Jobs created a second, and for standing fleets of several sizes how long a pass of comparison takes
 * and how much memory the control plane has then.
 */
@Command(
        name = "cluster",
        description = "Launches a second, and passes of comparison, on a real API server.",
        mixinStandardHelpOptions = true)
public final class ClusterBench implements Callable<Integer> {
    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "400=40,1000=100,4000=500",
            description = "Standing deployments and the servers they are on (default: ${DEFAULT-VALUE}).")
    private Map<Integer, Integer> sizes = Map.of();

    @Option(names = "--launches", defaultValue = "100", description = "In each burst (default: ${DEFAULT-VALUE}).")
    private int launches;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description =
                    "Passes before those: the first find what is new, and a control plane that runs for weeks has its"
                            + " code compiled (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--passes", defaultValue = "7", description = "Measured for each size (default: ${DEFAULT-VALUE}).")
    private int passes;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Path directory = Files.createTempDirectory("rigger-bench");
        try {
            LaunchRate.Result rate =
                    new LaunchRate(launches).measure(Files.createDirectories(directory.resolve("launches")));
            out.printf("%.1f launches a second, %d at once%n", rate.aSecond(), launches);
            out.printf(
                    "%11s %7s %9s %12s %9s %9s %8s %10s%n",
                    "deployments", "servers", "look ms", "compare ms", "both ms", "pull ms", "RSS MiB", "live MiB");
            out.flush();
            for (Map.Entry<Integer, Integer> size :
                    sizes.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
                measure(
                        Files.createDirectories(directory.resolve("standing-" + size.getKey())),
                        size.getKey(),
                        size.getValue(),
                        rate.template(),
                        out);
            }
        } finally {
            Trees.delete(directory);
        }
        return 0;
    }

    private void measure(Path directory, int deployments, int servers, Template template, PrintWriter out)
            throws Exception {
        try (StandingSystem standing = StandingSystem.start(directory, deployments, servers, template)) {
            Passes begun = new Passes(standing.system());
            for (int n = 0; n < warmUp; n++) {
                begun.one();
            }
            List<Passes.Pass> measured = new ArrayList<>();
            for (int n = 0; n < passes; n++) {
                measured.add(begun.one());
            }
            measured.sort(Comparator.comparing(Passes.Pass::lookAndComparison));
            Passes.Pass median = measured.get(measured.size() / 2);
            long rss = residentMib(standing.controlPlane().handle().pid());
            out.printf(
                    "%11d %7d %9d %12d %9d %9d %8d %10d%n",
                    deployments,
                    servers,
                    median.look().toMillis(),
                    median.comparison().toMillis(),
                    median.lookAndComparison().toMillis(),
                    median.pull().toMillis(),
                    rss,
                    standing.controlPlane().liveBytes() >> 20);
            out.flush();
        }
    }

    /** What the process has in memory, its code and the JVM's own included. */
    private static long residentMib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(line -> line.replaceAll("\\D", ""))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElse(0)
                / 1024;
    }
}
