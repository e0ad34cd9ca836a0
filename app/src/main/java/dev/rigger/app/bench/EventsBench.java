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
    /** A control plane runs for weeks: its code is compiled when the race comes. What a fresh one does is printed too. */
    private static final int WARM_UP_ROUNDS = 8;

    private static final int WARM_UP = 200;

    /** The usual heap is for so many GPUs and chutes; what knows more of them needs more. */
    private static final int USUAL_FLEET = 4_000;

    private static final int BIG_HEAP_MIB = 1_024;

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
        int launches = WARM_UP_ROUNDS * WARM_UP
                + sizes.stream().mapToInt(Integer::intValue).sum();
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
        if (launches > USUAL_FLEET) {
            out.printf(
                    "A fleet of %d GPUs and as many chutes: the control plane has %d MiB.%n", launches, BIG_HEAP_MIB);
            shape = shape.withHeap(BIG_HEAP_MIB);
        }
        try (WholeSystem system = WholeSystem.start(directory, shape)) {
            Iterator<String> chutes = createChutes(system, launches).iterator();
            try (ControlPlaneProcess controlPlane = system.startControlPlane()) {
                await(
                        "the miner to know every chute",
                        SYNCED,
                        () -> system.inventory().count("SELECT count(*) FROM chutes") == launches);
                out.printf("%8s %10s %10s %10s   CPU per event, ms%n", "events", "a second", "p50 ms", "p99 ms");
                for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                    Burst warming = burst(system, controlPlane, take(chutes, WARM_UP));
                    if (round == 0) {
                        out.println(warming + "  (a fresh process, its code not compiled yet)");
                        out.flush();
                    }
                    awaitAtRest(system, warming);
                }
                for (int size : sizes) {
                    Burst burst = burst(system, controlPlane, take(chutes, size));
                    out.println(burst);
                    out.flush();
                    // What comes after the last one disturbs nobody.
                    if (chutes.hasNext()) {
                        out.println(awaitAtRest(system, burst));
                    }
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
            return new Burst(controlPlane, taken, begun, before, after);
        }
    }

    /** What follows a Job's creation belongs to no later burst: followers are told, deployments run by themselves. */
    private static String awaitAtRest(WholeSystem system, Burst burst) {
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
        return String.format(
                "%41s %s",
                "all at rest after %.1f s, in all"
                        .formatted(Duration.ofNanos(System.nanoTime() - burst.begun())
                                        .toMillis()
                                / 1e3),
                burst.costsUntil(CpuUse.now(system, burst.controlPlane())));
    }

    /**
     * What one burst came to, up to its last Job.
     *
     * @param begun when the first event was sent, by the system's clock of nanoseconds
     */
    private record Burst(
            ControlPlaneProcess controlPlane, List<Duration> taken, long begun, CpuUse before, CpuUse after) {
        @Override
        public String toString() {
            Percentiles percentiles = Percentiles.of(taken);
            return String.format(
                    "%8d %10.1f %10.0f %10.0f %s",
                    taken.size(),
                    taken.size() / (percentiles.largest() / 1_000),
                    percentiles.median(),
                    percentiles.ninetyNinth(),
                    costsUntil(after));
        }

        private String costsUntil(CpuUse moment) {
            StringBuilder costs = new StringBuilder();
            moment.millisEachSince(before, taken.size())
                    .forEach((name, millis) -> costs.append(String.format("  %s %.1f", name, millis)));
            return costs.toString();
        }
    }
}
