package dev.rigger.app.bench;

import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.Shape;
import dev.rigger.app.bench.system.Takeover;
import dev.rigger.app.bench.system.WholeSystem;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** From the death of the process that leads to the next one's ear at the validator, with the periods of production. */
@Command(
        name = "takeover",
        description = "From the leader's SIGKILL until another process listens to the validator, again and again.",
        mixinStandardHelpOptions = true)
final class TakeoverBench implements Callable<Integer> {
    private static final int GPUS = 8;

    @Option(names = "--rounds", defaultValue = "10", description = "Leaders that are killed (default: 10).")
    private int rounds;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Path directory = Files.createTempDirectory("rigger-bench");
        List<Duration> took = new ArrayList<>();
        try (WholeSystem system = WholeSystem.start(directory, Shape.bigFleet(GPUS, 1))) {
            ControlPlaneProcess leader = system.startControlPlane();
            try {
                for (int round = 0; round < rounds; round++) {
                    Takeover takeover = Takeover.by(system, leader);
                    leader = takeover.successor();
                    took.add(takeover.took());
                    out.printf("round %d: %d ms%n", round + 1, takeover.took().toMillis());
                    out.flush();
                }
            } finally {
                leader.close();
            }
        } finally {
            Trees.delete(directory);
        }
        out.println("from the leader's death to the successor's ear: " + Percentiles.of(took));
        out.flush();
        return 0;
    }
}
