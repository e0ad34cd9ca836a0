package dev.rigger.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.activities.kubernetes.cluster.ClusterConnector;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Kubeconfigs;
import dev.rigger.inventory.NodeState;
import dev.rigger.inventory.SealedKubeconfigs;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.ServerDisk;
import dev.rigger.inventory.ServerDisks;
import dev.rigger.inventory.Servers;
import dev.rigger.inventory.Sightings;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a simulated cluster, written to a real inventory. */
class ClusterLooksTest extends FleetOnPostgres {
    private static final String SEED = "11".repeat(32);

    @TempDir
    Path folder;

    @Test
    void aLookWritesHowEveryServersNodeIsAndWhatDiskItHas() throws IOException {
        try (SimulatedCluster cluster = SimulatedCluster.builder().start(0);
                KubernetesClient kubectl = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                        .build()) {
            ClusterLooks looks = looks(Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig()));
            join(id("h200-0"), "h200-0");

            assertThat(looks.lookAtClusters(validator)).allMatch(look -> look.complete());
            assertThat(status("h200-0")).isEqualTo(NodeState.READY.status());
            // The inventory's other server stands on a node that this cluster never had.
            assertThat(status(id("node"))).isEqualTo(NodeState.GONE.status());
            assertThat(bean(ServerDisks.class).ofValidator(validator))
                    .extracting(ServerDisk::serverId)
                    .containsExactly(id("h200-0"));

            kubectl.nodes()
                    .withName("h200-0")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"unschedulable\":true}}");
            looks.lookAtClusters(validator);
            assertThat(status("h200-0")).isEqualTo("Ready,SchedulingDisabled");
        }
    }

    @Test
    void aServerIsTheNodeWhoseUidIsItsIdWhateverItsName() throws IOException {
        try (SimulatedCluster cluster = SimulatedCluster.builder().start(0);
                KubernetesClient kubectl = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                        .build()) {
            String uid = kubectl.nodes().withName("a100-0").get().getMetadata().getUid();
            join(uid, id("another"));

            looks(Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig()))
                    .lookAtClusters(validator);

            assertThat(status(id("another"))).isEqualTo(NodeState.READY.status());
            assertThat(bean(Servers.class).byId(uid).orElseThrow().node()).isEqualTo("a100-0");
            assertThat(bean(ServerDisks.class).ofValidator(validator))
                    .extracting(ServerDisk::serverId)
                    .containsExactly(uid);
        }
    }

    private String status(String name) {
        return bean(Servers.class).byName(name).orElseThrow().status();
    }

    private void join(String serverId, String name) {
        Server like = bean(Servers.class).byId(server).orElseThrow();
        bean(Servers.class)
                .save(new Server(
                        serverId,
                        like.validator(),
                        name,
                        like.ipAddress(),
                        null,
                        null,
                        like.status(),
                        like.createdAt(),
                        like.labels(),
                        null,
                        8,
                        like.cpuPerGpu(),
                        like.memoryPerGpu(),
                        like.hourlyCost(),
                        false,
                        null,
                        false,
                        like.state(),
                        0,
                        null));
    }

    private ClusterLooks looks(Path kubeconfig) {
        KubernetesSettings settings = Sample.kubernetes(kubeconfig);
        SecretKeys keys = SecretKeys.derivedFrom(SEED);
        Clusters clusters = new Clusters(
                settings,
                new ClusterConnector(settings, Sample.cache(), new MinerSettings("5Miner", new Secret(SEED))),
                bean(Kubeconfigs.class),
                new SealedKubeconfigs(bean(Servers.class), bean(Kubeconfigs.class), keys));
        NodeLook nodes = new NodeLook(bean(Servers.class), bean(ServerDisks.class));
        return new ClusterLooks(bean(Servers.class), clusters, nodes, bean(Sightings.class), clock);
    }
}
