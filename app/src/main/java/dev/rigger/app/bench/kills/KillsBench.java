package dev.rigger.app.bench.kills;

import dev.rigger.app.bench.Trees;
import dev.rigger.app.bench.system.Shape;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A fleet at work whose control plane is killed again and again, on a simulated or a real API server. */
@Command(
        name = "kills",
        description = "Kills the control plane again and again while chutes come and go, and looks what is left.",
        mixinStandardHelpOptions = true)
public final class KillsBench implements Callable<Integer> {
    @Option(names = "--servers", defaultValue = "100", description = "GPU servers (default: ${DEFAULT-VALUE}).")
    private int servers;

    @Option(names = "--gpus", defaultValue = "5", description = "GPUs a server (default: ${DEFAULT-VALUE}).")
    private int gpus;

    @Option(names = "--deployments", defaultValue = "400", description = "Of one GPU each (default: ${DEFAULT-VALUE}).")
    private int deployments;

    @Option(names = "--kills", defaultValue = "10", description = "Of the control plane (default: ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--pods",
            defaultValue = "20",
            description = "Pods that are deleted by hand (default: ${DEFAULT-VALUE}).")
    private int pods;

    @Option(
            names = "--api-restarts",
            defaultValue = "2",
            description = "Of the real API server (default: ${DEFAULT-VALUE}).")
    private int apiRestarts;

    @Option(
            names = "--cluster",
            defaultValue = "real",
            description = "Whose API the servers stand behind: simulated or real (default: ${DEFAULT-VALUE}).")
    private String cluster = "real";

    @Option(names = "--standing", description = "The servers are there from the start, instead of being onboarded.")
    private boolean standing;

    @Option(
            names = "--time-factor",
            defaultValue = "10",
            description = "Every period is divided by it (default: ${DEFAULT-VALUE}).")
    private int timeFactor;

    @Option(names = "--seed", defaultValue = "1", description = "Of all that is left to chance (default: 1).")
    private long seed;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Shape.Kubernetes kubernetes = cluster.equals("simulated") ? Shape.Kubernetes.SIMULATED : Shape.Kubernetes.REAL;
        int restarts = kubernetes == Shape.Kubernetes.REAL ? apiRestarts : 0;
        Path directory = Files.createTempDirectory("rigger-bench");
        Ordeal ordeal =
                new Ordeal(kubernetes, servers, gpus, !standing, deployments, kills, restarts, pods, timeFactor, seed);
        long begun = System.nanoTime();
        KillRehearsal.Outcome outcome = new KillRehearsal(ordeal, line -> {
                    out.printf("%6.1f s  %s%n", (System.nanoTime() - begun) / 1e9, line);
                    out.flush();
                })
                .run(directory);
        outcome.wrong().forEach(out::println);
        outcome.incidents().forEach(out::println);
        out.printf(
                "%s %d s after the last blow: %d things wrong, %d incidents; %d Jobs were made for %d deployments%n",
                outcome.isRight() ? "all as it should be" : "NOT as it should be",
                outcome.settled().toSeconds(),
                outcome.wrong().size(),
                outcome.incidents().size(),
                outcome.jobsEver(),
                deployments);
        if (outcome.isRight()) {
            Trees.delete(directory);
        } else {
            out.printf("what every process wrote is in %s%n", directory);
        }
        out.flush();
        return outcome.isRight() ? 0 : 1;
    }
}
