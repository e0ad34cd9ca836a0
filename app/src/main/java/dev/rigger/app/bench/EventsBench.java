package dev.rigger.app.bench;

import static dev.rigger.app.bench.system.Await.await;

import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.Shape;
import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.devnet.cluster.kubelet.KubeletTimings;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
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
 * So many {@code bounty_change} events at once, each for another known chute, on a fleet with room for all: how soon their
 * Jobs are in the cluster, and what that costs. Runs in one system, from the smallest number to the largest.
 *
 * <p>Images take ten minutes to pull here, so that what pods do later is not measured with it. Times are from the moment
 * the first event was sent.
 */
@Command(
        name = "events",
        description = "Many bounties at once: throughput, latency to the Job's creation, CPU per event.",
        mixinStandardHelpOptions = true)
final class EventsBench implements Callable<Integer> {
    private static final Duration SYNCED = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration PULL = Duration.ofMinutes(10);
    private static final int WARM_UP = 300;

    @Option(
            names = "--events",
            split = ",",
            defaultValue = "1,200,1000",
            description = "How many at once, in turn (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Path directory = Files.createTempDirectory("rigger-bench");
        int launches = WARM_UP + sizes.stream().mapToInt(Integer::intValue).sum();
        KubeletTimings slowPulls = new KubeletTimings(
                PULL,
                KubeletTimings.QUICK.pullRetry(),
                KubeletTimings.QUICK.start(),
                KubeletTimings.QUICK.ready(),
                KubeletTimings.QUICK.stop());
        Shape shape = Shape.bigFleet(launches, 1)
                .longLived()
                .withKubelet(slowPulls)
                .withBountyAnnouncements(Duration.ofHours(2));
        try (WholeSystem system = WholeSystem.start(directory, shape)) {
            Iterator<String> chutes = createChutes(system, launches).iterator();
            try (ControlPlaneProcess controlPlane = system.startControlPlane()) {
                await(
                        "the miner to know every chute",
                        SYNCED,
                        () -> system.inventory().count("SELECT count(*) FROM chutes") == launches);
                burst(system, controlPlane, take(chutes, WARM_UP));
                out.printf("%8s %10s %10s %10s   CPU per event, ms%n", "events", "a second", "p50 ms", "p99 ms");
                for (int size : sizes) {
                    out.println(burst(system, controlPlane, take(chutes, size)));
                    out.flush();
                }
            }
        } finally {
            Trees.delete(directory);
        }
        return 0;
    }

    private static List<String> createChutes(WholeSystem system, int count) {
        List<String> chutes = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            chutes.add(system.validator()
                    .platform()
                    .chutes()
                    .create(ChuteOrder.of("burst-" + n, 1, 24, "l40s").wanting(0))
                    .chuteId());
        }
        return chutes;
    }

    private static List<String> take(Iterator<String> chutes, int count) {
        List<String> taken = new ArrayList<>();
        while (taken.size() < count) {
            taken.add(chutes.next());
        }
        return taken;
    }

    private static Burst burst(WholeSystem system, ControlPlaneProcess controlPlane, List<String> chutes) {
        chutes.forEach(chute -> system.validator().platform().chutes().target(chute, 1));
        try (JobArrivals jobs = new JobArrivals(system.cluster().objects(), chutes)) {
            CpuUse before = CpuUse.now(system, controlPlane);
            long begun = System.nanoTime();
            chutes.forEach(chute -> system.validator().platform().bounties().force(chute, null));
            List<Duration> taken = jobs.await(begun, PATIENCE);
            CpuUse after = CpuUse.now(system, controlPlane);
            awaitAtRest(system);
            return new Burst(taken, after.millisEachSince(before, chutes.size()));
        }
    }

    /** What follows a Job's creation belongs to no later burst. */
    private static void awaitAtRest(WholeSystem system) {
        await(
                "every deployment to be written down as created",
                PATIENCE,
                () -> system.inventory()
                                        .count(
                                                "SELECT count(*) FROM deployments WHERE phase IN ('RESERVED', 'GRANTED')")
                                == 0
                        && system.inventory()
                                        .count("SELECT count(*) FROM event_inbox"
                                                + " WHERE dispatched_at IS NULL AND parked_because IS NULL")
                                == 0);
    }

    /** What one burst came to. */
    private record Burst(List<Duration> taken, Map<String, Double> cpuMillis) {
        @Override
        public String toString() {
            Percentiles percentiles = Percentiles.of(taken);
            StringBuilder costs = new StringBuilder();
            cpuMillis.forEach((name, millis) -> costs.append(String.format("  %s %.1f", name, millis)));
            return String.format(
                    "%8d %10.1f %10.0f %10.0f %s",
                    taken.size(),
                    taken.size() / (percentiles.largest() / 1_000),
                    percentiles.median(),
                    percentiles.ninetyNinth(),
                    costs);
        }
    }
}
