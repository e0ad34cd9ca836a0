package dev.rigger.app.bench.cluster;

import static dev.rigger.app.bench.system.Await.await;

import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.Shape;
import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.devnet.cluster.kubelet.KubeletTimings;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Bursts of bounties on a fleet with room for all, until their Jobs are at a real API server. */
final class LaunchRate {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration PULL = Duration.ofMinutes(10);
    private static final int WARM_UP_ROUNDS = 2;

    private final int launches;

    LaunchRate(int launches) {
        this.launches = launches;
    }

    /**
     * @param aSecond Jobs created, in the last burst
     * @param template what one of the launches made
     */
    record Result(double aSecond, Template template) {}

    Result measure(Path directory) throws Exception {
        // Pods pull for minutes, so that what they do later is not measured with it.
        KubeletTimings slowPulls = new KubeletTimings(
                PULL,
                KubeletTimings.QUICK.pullRetry(),
                KubeletTimings.QUICK.start(),
                KubeletTimings.QUICK.ready(),
                KubeletTimings.QUICK.stop());
        int chutes = launches * (WARM_UP_ROUNDS + 1);
        Shape shape = Shape.bigFleet(chutes, 1)
                .longLived()
                .withKubelet(slowPulls)
                .withBountyAnnouncements(Duration.ofHours(2))
                .on(Shape.Kubernetes.REAL);
        try (WholeSystem system = WholeSystem.start(directory, shape)) {
            List<String> all = new ArrayList<>();
            for (int n = 0; n < chutes; n++) {
                all.add(system.validator()
                        .platform()
                        .chutes()
                        .create(ChuteOrder.of("burst-" + n, 1, 24, "l40s").wanting(0))
                        .chuteId());
            }
            try (ControlPlaneProcess controlPlane = system.startControlPlane()) {
                await(
                        "the miner to know every chute",
                        PATIENCE,
                        () -> system.inventory().count("SELECT count(*) FROM chutes") == chutes);
                double aSecond = 0;
                for (int round = 0; round <= WARM_UP_ROUNDS; round++) {
                    aSecond = burst(system, all.subList(round * launches, (round + 1) * launches));
                }
                return new Result(aSecond, template(system));
            }
        }
    }

    private double burst(WholeSystem system, List<String> chutes) {
        chutes.forEach(chute -> system.validator().platform().chutes().target(chute, 1));
        int before = system.workloads().jobsEver();
        long begun = System.nanoTime();
        chutes.forEach(chute -> system.validator().platform().bounties().force(chute, null));
        await("every Job of a burst", PATIENCE, () -> system.workloads().jobsEver() == before + chutes.size());
        double seconds = (System.nanoTime() - begun) / 1e9;
        // What comes after a Job's creation belongs to no later burst.
        await(
                "every deployment to be written down as created",
                PATIENCE,
                () -> system.inventory()
                                .count("SELECT count(*) FROM deployments WHERE phase IN ('RESERVED', 'GRANTED')")
                        == 0);
        return chutes.size() / seconds;
    }

    private static Template template(WholeSystem system) {
        String deployment = system.inventory()
                .texts("SELECT deployment_id FROM deployments ORDER BY created_at LIMIT 1")
                .getFirst();
        String chute = system.inventory()
                .texts("SELECT chute_id FROM deployments WHERE deployment_id = ?", deployment)
                .getFirst();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(system.anyCluster().kubeconfig()))
                .build()) {
            return Template.of(client, deployment, chute);
        }
    }
}
