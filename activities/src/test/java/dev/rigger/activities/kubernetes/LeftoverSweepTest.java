package dev.rigger.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.activities.kubernetes.cluster.ClusterConnector;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import dev.rigger.devnet.cluster.SimulatedCluster;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Finding;
import dev.rigger.inventory.Findings;
import dev.rigger.inventory.Kubeconfigs;
import dev.rigger.inventory.SealedKubeconfigs;
import dev.rigger.inventory.Servers;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.Periods;
import dev.rigger.settings.Secret;
import dev.rigger.workflows.reconcile.Leftovers.Swept;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated cluster whose chutes really run, and a real inventory that may know nothing of them. */
class LeftoverSweepTest extends FleetOnPostgres {
    private static final String SEED = "11".repeat(32);
    private static final String NAMESPACE = "chutes";
    private static final int HEALTHY = 5;

    @TempDir
    Path folder;

    private final SimulatedCluster cluster;
    private final KubernetesClient kubectl;
    private Instant later = Instant.EPOCH;

    LeftoverSweepTest() throws IOException {
        cluster = SimulatedCluster.builder().start(0);
        kubectl = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
    }

    /** A moment after every grace. */
    @BeforeEach
    void anEmptyNamespace() {
        later = Instant.now().plus(Periods.DEFAULTS.newRowGrace()).plusSeconds(60);
        setTime(later);
        endOwners();
        kubectl.services().inNamespace(NAMESPACE).delete();
        kubectl.configMaps().inNamespace(NAMESPACE).delete();
        bean(Findings.class).forgetOlderThan(Findings.holderOfLeftovers("home"), later.plus(Duration.ofDays(1)));
    }

    @AfterAll
    void end() {
        kubectl.close();
        cluster.close();
    }

    @Test
    void whatAnEmptyInventoryForgotKeepsItsServicesAndItsCodeAndThatIsTold() throws IOException {
        List<String> healthy =
                IntStream.range(0, HEALTHY).mapToObj(i -> id("d" + i)).toList();
        launch(healthy.toArray(String[]::new));
        LeftoverSweep sweep = sweep();

        for (int look = 0; look < 3; look++) {
            assertThat(sweep.sweep("home")).isEqualTo(new Swept(0, 0, HEALTHY + 1));
            tick(Periods.DEFAULTS.reconcile().multipliedBy(5));
        }

        assertThat(services())
                .containsExactlyInAnyOrderElementsOf(
                        healthy.stream().map(WorkloadNames::service).toList());
        assertThat(codeMaps()).hasSize(1);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void whatNothingBelongsToGoesAfterTwoLooks() throws IOException {
        launch(id("over"));
        endOwners();
        LeftoverSweep sweep = sweep();

        assertThat(sweep.sweep("home")).isEqualTo(new Swept(0, 2, 0));
        tick(Duration.ofSeconds(1));
        assertThat(sweep.sweep("home")).as("too soon for another look").isEqualTo(new Swept(0, 2, 0));
        assertThat(services()).hasSize(1);
        assertThat(leftovers())
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder("LEFTOVER_SERVICE", "LEFTOVER_CODE");

        tick(Periods.DEFAULTS.confirmApart());
        assertThat(sweep.sweep("home")).isEqualTo(new Swept(2, 0, 0));
        assertThat(services()).isEmpty();
        assertThat(codeMaps()).isEmpty();

        tick(Duration.ofSeconds(1));
        assertThat(sweep.sweep("home")).isEqualTo(Swept.NOTHING);
        tick(Periods.DEFAULTS.reconcile().multipliedBy(5));
        assertThat(sweep.sweep("home")).isEqualTo(Swept.NOTHING);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void whatHasARowIsNeverLeftOver() throws IOException {
        launch(id("d"));
        reserve(id("d"));
        endOwners();
        LeftoverSweep sweep = sweep();

        for (int look = 0; look < 3; look++) {
            assertThat(sweep.sweep("home")).isEqualTo(Swept.NOTHING);
            tick(Periods.DEFAULTS.reconcile().multipliedBy(5));
        }
        assertThat(services()).containsExactly(WorkloadNames.service(id("d")));
    }

    @Test
    void aSweepThatDoubtsNothingIsEnoughForFivePasses() throws IOException {
        launch(id("d"));
        LeftoverSweep sweep = sweep();
        assertThat(sweep.sweep("home")).isEqualTo(new Swept(0, 0, 2));
        endOwners();

        tick(Periods.DEFAULTS.reconcile().multipliedBy(4));
        assertThat(sweep.sweep("home")).as("what the last one kept").isEqualTo(new Swept(0, 0, 2));
        tick(Periods.DEFAULTS.reconcile());
        assertThat(sweep.sweep("home")).isEqualTo(new Swept(0, 2, 0));
    }

    @Test
    void anEditedLabelOfAJobAndItsPodsOrphansNothing() throws IOException {
        launch(id("d"));
        String unlabelled = "{\"metadata\":{\"labels\":null}}";
        kubectl.batch()
                .v1()
                .jobs()
                .inNamespace(NAMESPACE)
                .withName(WorkloadNames.job(id("d")))
                .patch(PatchContext.of(PatchType.JSON_MERGE), unlabelled);
        kubectl.pods()
                .inNamespace(NAMESPACE)
                .resources()
                .forEach(pod -> pod.patch(PatchContext.of(PatchType.JSON_MERGE), unlabelled));
        LeftoverSweep sweep = sweep();

        for (int look = 0; look < 2; look++) {
            assertThat(sweep.sweep("home").kept()).isPositive();
            tick(Periods.DEFAULTS.reconcile().multipliedBy(5));
        }
        assertThat(services()).containsExactly(WorkloadNames.service(id("d")));
    }

    private void launch(String... deploymentIds) throws IOException {
        for (String deploymentId : deploymentIds) {
            clusters()
                    .home()
                    .createWorkload(Sample.spec(
                            deploymentId,
                            Sample.chute(chute, "0.3.55", false),
                            Sample.server("h200-0", "10.0.0.1", null, false),
                            null));
        }
    }

    /** As Jobs end whose time to live is over: their Services stay. */
    private void endOwners() {
        kubectl.batch().v1().jobs().inNamespace(NAMESPACE).delete();
        kubectl.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
        kubectl.pods()
                .inNamespace(NAMESPACE)
                .withLabels(WorkloadNames.ALL_CHUTES)
                .waitUntilCondition(Objects::isNull, 10, TimeUnit.SECONDS);
    }

    private void reserve(String deploymentId) {
        claimed(deploymentId, validator, "v-1", gpuIds.getFirst());
    }

    private void tick(Duration by) {
        later = later.plus(by);
        setTime(later);
    }

    private List<String> services() {
        return names(kubectl.services()
                .inNamespace(NAMESPACE)
                .withLabels(WorkloadNames.ALL_CHUTES)
                .list()
                .getItems());
    }

    private List<String> codeMaps() {
        return names(kubectl.configMaps()
                .inNamespace(NAMESPACE)
                .withLabel("chutes/code", "true")
                .list()
                .getItems());
    }

    private static List<String> names(List<? extends HasMetadata> objects) {
        return objects.stream().map(object -> object.getMetadata().getName()).toList();
    }

    private List<Finding> leftovers() {
        return bean(Findings.class).ofValidator(Findings.holderOfLeftovers("home"));
    }

    private LeftoverSweep sweep() throws IOException {
        return new LeftoverSweep(
                clusters(), bean(Deployments.class), bean(Chutes.class), bean(Findings.class), Periods.DEFAULTS, clock);
    }

    private Clusters clusters() throws IOException {
        KubernetesSettings settings =
                Sample.kubernetes(Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig()));
        SecretKeys keys = SecretKeys.derivedFrom(SEED);
        return new Clusters(
                settings,
                new ClusterConnector(settings, Sample.cache(), new MinerSettings("5Miner", new Secret(SEED))),
                bean(Kubeconfigs.class),
                new SealedKubeconfigs(bean(Servers.class), bean(Kubeconfigs.class), keys));
    }
}
