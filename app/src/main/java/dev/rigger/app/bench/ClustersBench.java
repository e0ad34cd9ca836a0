package dev.rigger.app.bench;

import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.ClusterConnector;
import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.settings.CacheSettings;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.Secret;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What hundreds of clusters feel of a few that hang: the same looks at the healthy ones, in turn with the hanging ones left
 * alone and with as many callers at each as want in; and what a client costs in memory and threads.
 */
@Command(
        name = "clusters",
        description = "Looks at many clusters, with and without hanging ones beside them.",
        mixinStandardHelpOptions = true)
final class ClustersBench implements Callable<Integer> {
    private static final double KIB = 1_024;
    /** More than a cluster lets in at a time. */
    private static final int CALLERS_OF_EACH_HANGING = 8;

    private static final String SEED = "11".repeat(32);

    @Option(names = "--healthy", defaultValue = "500", description = "Clusters that answer (default: 500).")
    private int healthyCount;

    @Option(names = "--hanging", defaultValue = "5", description = "Clusters that do not (default: 5).")
    private int hangingCount;

    @Option(names = "--rounds", defaultValue = "10", description = "Rounds of each kind (default: 10).")
    private int rounds;

    @Option(names = "--at-once", defaultValue = "16", description = "Looks under way at a time (default: 16).")
    private int atOnce;

    @Spec
    private @Nullable CommandSpec spec;

    private final List<Duration> alone = new ArrayList<>();
    private final List<Duration> beside = new ArrayList<>();
    private int turnedAway;
    private int unanswered;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        ClusterConnector connector = new ClusterConnector(production(), cache(), new MinerSettings("5Bench", seed()));
        try (ManyClusters many = new ManyClusters();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long heap = usedHeap();
            int platformThreads = ManagementFactory.getThreadMXBean().getThreadCount();
            List<Cluster> healthy = many.healthy(healthyCount, connector);
            List<Cluster> hanging = many.hanging(hangingCount, connector);
            lookAtAll(healthy, threads);
            out.printf(
                    "%d clients, each used once: %.0f KiB of heap and %.2f threads a client%n",
                    healthyCount + hangingCount,
                    (usedHeap() - heap) / KIB / (healthyCount + hangingCount),
                    (double) (ManagementFactory.getThreadMXBean().getThreadCount() - platformThreads)
                            / (healthyCount + hangingCount));
            out.flush();
            for (int round = 0; round <= rounds; round++) {
                List<Duration> quiet = lookAtAll(healthy, threads);
                List<Duration> harassed = lookAtAllBeside(hanging, healthy, threads);
                if (round > 0) {
                    alone.addAll(quiet);
                    beside.addAll(harassed);
                }
            }
        }
        out.println("a look, hanging clusters left alone     " + Percentiles.of(alone));
        out.println("a look, hanging clusters full of calls  " + Percentiles.of(beside));
        out.printf("at the hanging ones %d calls were turned away, %d got no answer%n", turnedAway, unanswered);
        out.flush();
        return 0;
    }

    private List<Duration> lookAtAllBeside(List<Cluster> hanging, List<Cluster> healthy, ExecutorService threads)
            throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        List<Future<?>> callers = new ArrayList<>();
        for (Cluster cluster : hanging) {
            for (int i = 0; i < CALLERS_OF_EACH_HANGING; i++) {
                callers.add(threads.submit(() -> insist(cluster, enough)));
            }
        }
        List<Duration> took = lookAtAll(healthy, threads);
        enough.set(true);
        for (Future<?> caller : callers) {
            caller.get();
        }
        return took;
    }

    private void insist(Cluster cluster, AtomicBoolean enough) {
        while (!enough.get()) {
            try {
                cluster.look();
            } catch (ClusterFailure failure) {
                count(failure);
            }
        }
    }

    private synchronized void count(ClusterFailure failure) {
        if (failure.code() == ClusterFailure.Code.CLUSTER_BUSY) {
            turnedAway++;
        } else {
            unanswered++;
        }
    }

    private List<Duration> lookAtAll(List<Cluster> healthy, ExecutorService threads) throws Exception {
        Semaphore turns = new Semaphore(atOnce);
        List<Future<Duration>> looks = new ArrayList<>();
        for (Cluster cluster : healthy) {
            turns.acquire();
            looks.add(threads.submit(() -> {
                try {
                    return look(cluster);
                } finally {
                    turns.release();
                }
            }));
        }
        List<Duration> took = new ArrayList<>();
        for (Future<Duration> look : looks) {
            took.add(look.get());
        }
        return took;
    }

    private static Duration look(Cluster cluster) {
        long begun = System.nanoTime();
        cluster.look();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static KubernetesSettings production() {
        return new KubernetesSettings(
                null,
                "chutes",
                Duration.ofSeconds(180),
                "nvidia",
                30_500,
                "",
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                4,
                Duration.ofMillis(200));
    }

    private static CacheSettings cache() {
        return new CacheSettings(Duration.ofDays(7), 500, Map.of(), Duration.ofHours(6), "none");
    }

    private static Secret seed() {
        return new Secret(SEED);
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
