package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.activities.kubernetes.objects.CleanupObject;
import dev.rigger.activities.kubernetes.objects.ExtraPort;
import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.workflows.deployment.PodSighting.State;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every cluster does with workloads: one deployment is one Service and one Job, and gone is gone. */
interface WorkloadContract extends ClusterContract {
    @Test
    default void aWorkloadRunsAndTellsItsNodePort() {
        WorkloadSpec spec = spec();

        int port = cluster().createWorkload(spec);

        assertThat(port).isBetween(30_000, 32_767);
        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.RUNNING);
    }

    @Test
    default void aWorkloadRunsOnTheNodeThatItsServerIsWhateverTheServersName() {
        WorkloadSpec like = spec();
        WorkloadSpec spec = Sample.spec(
                like.deploymentId(),
                like.chute(),
                Sample.onNode(Sample.server("gpu-07", "127.0.1.1", null, false), NODE),
                null);

        running(spec);

        assertThat(cluster().look().chutes())
                .filteredOn(chute -> chute.deploymentId().equals(spec.deploymentId()))
                .extracting(Cluster.ChuteSighting::node)
                .containsExactly(NODE);
    }

    @Test
    default void oldAndTrustedChutesRunToo() {
        WorkloadSpec old = spec("0.2.9", false);
        WorkloadSpec trusted = spec("0.6.0", true);

        cluster().createWorkload(old);
        cluster().createWorkload(trusted);

        await(() -> cluster().lookAt(old.deploymentId()).state() == State.RUNNING);
        await(() -> cluster().lookAt(trusted.deploymentId()).state() == State.RUNNING);
    }

    @Test
    default void aJobCreatedTwiceUnderOneNameIsOneJob() {
        WorkloadSpec spec = spec();

        int first = cluster().createWorkload(spec);
        int second = cluster().createWorkload(spec);

        assertThat(second).isEqualTo(first);
        assertThat(cluster().look().chutes())
                .extracting(Cluster.ChuteSighting::deploymentId)
                .containsOnlyOnce(spec.deploymentId());
    }

    @Test
    default void anObjectOfSomebodyElseUnderOurNameIsRefused() {
        WorkloadSpec spec = spec();
        cluster().createWorkload(spec);
        byHand(kubectl -> kubectl.services()
                .inNamespace("chutes")
                .withName(WorkloadNames.service(spec.deploymentId()))
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"" + WorkloadNames.DEPLOYMENT_ID + "\":\"somebody-else\"}}}"));

        assertThatThrownBy(() -> cluster().createWorkload(spec))
                .isInstanceOfSatisfying(
                        ClusterFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_REFUSED));
    }

    @Test
    default void aDeletedWorkloadIsGoneOnlyWhenItsPodIs() {
        WorkloadSpec spec = running();

        cluster().deleteWorkload(spec.deploymentId(), Duration.ofSeconds(10));
        cluster().deleteWorkload(spec.deploymentId(), Duration.ofSeconds(10));

        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.ABSENT);
        assertThat(cluster().look().chutes())
                .extracting(Cluster.ChuteSighting::deploymentId)
                .doesNotContain(spec.deploymentId());
    }

    @Test
    default void whatWasNeverThereIsAbsentAndItsDeletionSucceeds() {
        String nobody = UUID.randomUUID().toString();

        cluster().deleteWorkload(nobody, Duration.ofSeconds(1));
        cluster().deleteJob("nobody");

        assertThat(cluster().lookAt(nobody).state()).isEqualTo(State.ABSENT);
        assertThat(cluster().job("nobody")).isEmpty();
    }

    @Test
    default void aNumberMayBeATcpAndAUdpPort() {
        WorkloadSpec base = spec();
        WorkloadSpec spec = Sample.withPorts(base, List.of(new ExtraPort(5000, "TCP"), new ExtraPort(5000, "UDP")));

        cluster().createWorkload(spec);

        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.RUNNING);
    }

    @Test
    default void aCleanupLeavesItsReportAndThenNothing() {
        String name = "cleanup-" + UUID.randomUUID();
        var job = CleanupObject.of(
                name, Sample.cache().image(), NODE, NODE, Duration.ofDays(1), 1, List.of(), Duration.ofMinutes(1));

        cluster().startJob(job);
        cluster().startJob(job);

        await(() -> cluster()
                .job(name)
                .filter(seen -> seen.pod().state() == State.SUCCEEDED)
                .flatMap(Cluster.JobSighting::message)
                .filter(message -> message.contains("bytes_freed"))
                .isPresent());
        cluster().deleteJob(name);
        await(() -> cluster().job(name).isEmpty());
    }

    @Test
    default void codeThatNobodyNeedsAnyMoreIsDeleted() {
        WorkloadSpec first = spec("0.2.9", false);
        WorkloadSpec second = Sample.spec(UUID.randomUUID().toString(), first.chute(), first.server(), null);
        String chute = first.chute().chuteId();
        cluster().createWorkload(first);

        cluster().deleteCode(chute, first.version(), () -> true);
        assertThat(codeOf(first)).isPresent();

        cluster().deleteCode(chute, first.version(), () -> {
            // Another deployment comes after it was asked whether there is one.
            cluster().createWorkload(second);
            return false;
        });
        assertThat(codeOf(first)).isPresent();

        cluster().deleteCode(chute, first.version(), () -> false);
        cluster().deleteCode(chute, first.version(), () -> false);
        assertThat(codeOf(first)).isEmpty();
    }

    private Optional<ConfigMap> codeOf(WorkloadSpec spec) {
        return byHand(kubectl -> Optional.ofNullable(kubectl.configMaps()
                .inNamespace("chutes")
                .withName(WorkloadNames.codeMap(spec.chute().chuteId(), spec.version()))
                .get()));
    }

    @Test
    @Needs(Capability.VALIDATION)
    default void anObjectThatBreaksARuleIsRefusedInTheClustersWords() {
        WorkloadSpec spec = Sample.spec(
                UUID.randomUUID().toString(),
                Sample.chute("no label may hold a blank", "0.4.2", false),
                Sample.server(NODE, "127.0.1.1", null, false),
                null);

        assertThatThrownBy(() -> cluster().createWorkload(spec))
                .isInstanceOfSatisfying(
                        ClusterFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_REFUSED))
                .hasMessageContaining("metadata.labels");
    }

    @Test
    @Needs(Capability.NAMESPACES)
    default void aNamespaceThatDoesNotExistIsSaidByItsName() {
        try (Cluster elsewhere = ClusterContract.connect(servers().kubeconfig(), Sample.kubernetes(null, "nowhere"))) {
            assertThatThrownBy(() -> elsewhere.createWorkload(spec()))
                    .isInstanceOfSatisfying(
                            ClusterFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_REFUSED))
                    .hasMessageContaining("nowhere");
        }
    }

    @Test
    default void beforeAPodStartsItsNamespaceHasTheNetworkPolicies() {
        cluster().createWorkload(spec());

        List<NetworkPolicy> policies = byHand(kubectl -> kubectl.network()
                .v1()
                .networkPolicies()
                .inNamespace("chutes")
                .list()
                .getItems());

        assertThat(policies)
                .extracting(policy -> policy.getMetadata().getName())
                .contains("rigger-deny", "rigger-chutes", "rigger-jobs");
    }
}
