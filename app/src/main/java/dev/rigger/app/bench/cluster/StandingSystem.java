package dev.rigger.app.bench.cluster;

import static dev.rigger.app.bench.system.Await.await;

import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.Shape;
import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Instance;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A system whose deployments were all there before its control plane, in the cluster, the inventory and at the validator. */
final class StandingSystem implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int COPIES = 10;
    private static final int WRITERS = 16;
    private static final Duration AGE = Duration.ofHours(1);

    private final WholeSystem system;
    private final ControlPlaneProcess controlPlane;

    private StandingSystem(WholeSystem system, ControlPlaneProcess controlPlane) {
        this.system = system;
        this.controlPlane = controlPlane;
    }

    /** Its control plane has taken up every deployment again on return. */
    static StandingSystem start(Path directory, int deployments, int servers, Template template) throws Exception {
        List<SimulatedServer> fleet = Shape.l40sServers(servers, Math.ceilDiv(deployments, servers));
        Shape shape = Shape.bigFleet(fleet, 1).longLived().on(Shape.Kubernetes.REAL_WITHOUT_LIFE);
        WholeSystem system = WholeSystem.start(directory, shape);
        try {
            List<ChuteDefinition> chutes = createChutes(system, Math.ceilDiv(deployments, COPIES));
            try (ControlPlaneProcess first = system.startControlPlane()) {
                await(
                        "the miner to know every chute",
                        PATIENCE,
                        () -> system.inventory().count("SELECT count(*) FROM chutes") == chutes.size());
            }
            List<Standing> standing = standing(deployments, fleet, chutes);
            stand(system, standing, template);
            ControlPlaneProcess controlPlane = system.startControlPlane();
            StandingSystem started = new StandingSystem(system, controlPlane);
            started.awaitEveryWorkflow(deployments);
            return started;
        } catch (Exception | Error failure) {
            system.close();
            throw failure;
        }
    }

    private static List<ChuteDefinition> createChutes(WholeSystem system, int count) {
        List<ChuteDefinition> chutes = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            chutes.add(system.validator()
                    .platform()
                    .chutes()
                    .create(ChuteOrder.of("standing-" + n, 1, 24, "l40s").wanting(0)));
        }
        return chutes;
    }

    private static List<Standing> standing(int count, List<SimulatedServer> servers, List<ChuteDefinition> chutes) {
        Instant since = Instant.now().minus(AGE);
        List<Standing> all = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            SimulatedServer server = servers.get(n % servers.size());
            int place = n / servers.size();
            ChuteDefinition chute = chutes.get(n % chutes.size());
            all.add(new Standing(
                    UUID.randomUUID().toString(),
                    UUID.randomUUID().toString(),
                    UUID.randomUUID().toString(),
                    chute.chuteId(),
                    chute.name(),
                    chute.version(),
                    server,
                    server.gpuIds().get(place),
                    30_000 + place,
                    since));
        }
        return all;
    }

    private static void stand(WholeSystem system, List<Standing> all, Template template) throws Exception {
        try (KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(system.anyCluster().kubeconfig()))
                        .build();
                ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> written = new ArrayList<>();
            all.forEach(one -> written.add(writers.submit(() -> template.stand(client, one))));
            for (Future<?> one : written) {
                one.get();
            }
        }
        new StandingRows(system.postgres(), system.validator().ss58()).write(all);
        system.validator()
                .platform()
                .instances()
                .stand(all.stream()
                        .map(one -> instance(one, system.minerSs58()))
                        .toList());
        all.stream()
                .map(Standing::chuteId)
                .distinct()
                .forEach(chute -> system.validator().platform().chutes().target(chute, COPIES));
    }

    private static Instance instance(Standing one, String miner) {
        return new Instance(
                one.instanceId(),
                one.chuteId(),
                one.version(),
                "0.4.0",
                miner,
                one.configId(),
                null,
                one.deploymentId(),
                one.server().address(),
                List.of(),
                List.of(one.gpuId()),
                one.server().gpu().deviceName(),
                1,
                true,
                false,
                1,
                1,
                0,
                one.createdAt(),
                one.createdAt(),
                one.createdAt(),
                one.createdAt(),
                null,
                Instant.now(),
                null,
                null);
    }

    /** The first pass finds rows without workflows and starts them. */
    private void awaitEveryWorkflow(int deployments) {
        await(
                deployments + " deployments to be taken up again",
                PATIENCE,
                () -> system.temporalConnection()
                                .client()
                                .countWorkflows("WorkflowType = 'DeploymentWorkflow' AND ExecutionStatus = 'Running'")
                                .getCount()
                        == deployments);
    }

    WholeSystem system() {
        return system;
    }

    ControlPlaneProcess controlPlane() {
        return controlPlane;
    }

    @Override
    public void close() throws Exception {
        controlPlane.close();
        system.close();
    }
}
