package dev.rigger.app.bench;

import static dev.rigger.app.bench.system.Await.await;

import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.Shape;
import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.cluster.kubelet.KubeletTimings;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.deployment.Cause;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentTimings;
import dev.rigger.workflows.deployment.DeploymentWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How long a newcomer waits for its Job when eight deployments must make room, and when one must: from the order until the
 * Job is there, with pods that take their time to end.
 */
@Command(
        name = "eviction",
        description = "Eight deployments that make room on one server, beside one that does.",
        mixinStandardHelpOptions = true)
final class EvictionBench implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int GPUS = 8;
    /** What comes before and after is soon over; drains take the time that pods take. */
    private static final int TIME_FACTOR = 20;

    @Option(names = "--rounds", defaultValue = "5", description = "Of each kind (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "5",
            description =
                    "Rounds before those, whose median does not count: a control plane that runs for weeks has its code"
                            + " compiled (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--stop",
            defaultValue = "3000",
            description = "Milliseconds that a pod takes to end (default: ${DEFAULT-VALUE}).")
    private long stopMillis;

    @Option(
            names = "--cluster",
            defaultValue = "real",
            description = "Whose API the server stands behind: simulated or real (default: ${DEFAULT-VALUE}).")
    private String cluster = "real";

    private int chutes;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Path directory = Files.createTempDirectory("rigger-bench");
        KubeletTimings quick = KubeletTimings.QUICK;
        KubeletTimings slowEnd = new KubeletTimings(
                quick.pull(), quick.pullRetry(), quick.start(), quick.ready(), Duration.ofMillis(stopMillis));
        Shape shape = Shape.bigFleet(GPUS, TIME_FACTOR)
                .longLived()
                .withKubelet(slowEnd)
                .on(cluster.equals("simulated") ? Shape.Kubernetes.SIMULATED : Shape.Kubernetes.REAL);
        List<Duration> one = new ArrayList<>();
        List<Duration> eight = new ArrayList<>();
        try (WholeSystem system = WholeSystem.start(directory, shape);
                ControlPlaneProcess controlPlane = system.startControlPlane()) {
            for (int round = -warmUp; round < rounds && controlPlane.isAlive(); round++) {
                Duration ofOne = roomMadeBy(system, 1);
                Duration ofEight = roomMadeBy(system, GPUS);
                out.printf(
                        "one makes room in %d ms, eight do in %d ms%s%n",
                        ofOne.toMillis(), ofEight.toMillis(), round < 0 ? " (warming up)" : "");
                out.flush();
                if (round >= 0) {
                    one.add(ofOne);
                    eight.add(ofEight);
                }
            }
        } finally {
            Trees.delete(directory);
        }
        out.printf(
                "eight drains take %.2f times as long as one (medians of %d)%n",
                Percentiles.of(eight).median() / Percentiles.of(one).median(), rounds);
        out.flush();
        return 0;
    }

    /** Eight deployments fill the server, and so many of them make room for one that needs all their GPUs. */
    private Duration roomMadeBy(WholeSystem system, int victims) {
        List<String> standing =
                Stream.generate(() -> createChute(system, 1, 1)).limit(GPUS).toList();
        await(
                "eight deployments to serve",
                PATIENCE,
                () -> system.inventory().count("SELECT count(*) FROM deployments WHERE active") == GPUS);
        String newcomer = createChute(system, victims, 0);
        await(
                "the miner to know the newcomer",
                PATIENCE,
                () -> system.inventory().count("SELECT count(*) FROM chutes WHERE chute_id = ?", newcomer) == 1);
        system.validator().platform().chutes().target(newcomer, 1);
        long begun = System.nanoTime();
        order(
                system,
                newcomer,
                system.inventory()
                        .texts("SELECT deployment_id FROM deployments WHERE active ORDER BY 1")
                        .subList(0, victims));
        await("the newcomer's Job", PATIENCE, () -> system.workloads().jobsEverOf(newcomer) > 0);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        Stream.concat(standing.stream(), Stream.of(newcomer))
                .forEach(system.validator().platform().chutes()::delete);
        await(
                "the server to be empty",
                PATIENCE,
                () -> system.inventory().count("SELECT count(*) FROM deployments") == 0);
        return took;
    }

    private String createChute(WholeSystem system, int gpus, int copies) {
        return system.validator()
                .platform()
                .chutes()
                .create(ChuteOrder.of("eviction-" + chutes++, gpus, 24, "l40s").wanting(copies))
                .chuteId();
    }

    /** What a plan would say that finds the newcomer worth more than all who serve. */
    private static void order(WholeSystem system, String newcomer, List<String> victims) {
        SimulatedServer server = system.servers().getFirst();
        DeploymentOrder order = new DeploymentOrder(
                UUID.randomUUID().toString(),
                "eviction",
                system.validator().ss58(),
                newcomer,
                "newcomer",
                system.inventory()
                        .texts("SELECT version FROM chutes WHERE chute_id = ?", newcomer)
                        .getFirst(),
                server.name(),
                server.name(),
                victims.stream()
                        .flatMap(victim ->
                                system
                                        .inventory()
                                        .texts("SELECT gpu_id FROM gpus WHERE deployment_id = ?", victim)
                                        .stream())
                        .toList(),
                Cause.OPERATOR,
                null,
                victims,
                DeploymentTimings.DEFAULTS);
        DeploymentWorkflow workflow = system.temporalConnection()
                .client()
                .newWorkflowStub(
                        DeploymentWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(TaskQueues.CONTROL_PLANE)
                                .setWorkflowId(WorkflowIds.deployment(order.deploymentId()))
                                .build());
        WorkflowClient.start(workflow::deploy, order);
    }
}
