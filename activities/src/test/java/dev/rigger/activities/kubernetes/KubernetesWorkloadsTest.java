package dev.rigger.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.activities.kubernetes.cluster.ClusterConnector;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Kubeconfigs;
import dev.rigger.inventory.LaunchTokens;
import dev.rigger.inventory.ListedServers;
import dev.rigger.inventory.OpenJobs;
import dev.rigger.inventory.Reservations;
import dev.rigger.inventory.SealedKubeconfigs;
import dev.rigger.inventory.Servers;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.Secret;
import dev.rigger.settings.ValidatorCalls;
import dev.rigger.settings.ValidatorSettings;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster is none: whatever gets as far as asking it fails in another way. */
class KubernetesWorkloadsTest extends FleetOnPostgres {
    private static final String SEED = "11".repeat(32);

    /** The attempt was given up long ago, and its deployment has looked for a Job meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"DRAINING", "HELD"})
    void nothingIsCreatedForADeploymentThatEnds(String phase) {
        reserve(phase);

        ApplicationFailure refused =
                catchThrowableOfType(ApplicationFailure.class, () -> workloads().createWorkload(id("d")));

        assertThat(refused.getType()).isEqualTo("DEPLOYMENT_ENDING");
        assertThat(refused.isNonRetryable()).isTrue();
    }

    @Test
    void nothingIsCreatedForADeploymentThatWasReleased() {
        ApplicationFailure refused =
                catchThrowableOfType(ApplicationFailure.class, () -> workloads().createWorkload(id("released")));

        assertThat(refused.getType()).isEqualTo("DEPLOYMENT_UNKNOWN");
        assertThat(refused.isNonRetryable()).isTrue();
    }

    private void reserve(String phase) {
        Deployment row = new Deployment(
                id("d"),
                null,
                validator,
                null,
                null,
                chute,
                server,
                "v1",
                false,
                null,
                null,
                true,
                null,
                null,
                START,
                true,
                phase,
                null,
                id("plan"),
                "BOUNTY",
                null);
        assertThat(bean(Reservations.class).reserve(row, List.of(gpuIds.getFirst())))
                .isEqualTo(Reservations.Result.RESERVED);
    }

    private KubernetesWorkloads workloads() {
        KubernetesSettings settings = Sample.kubernetes(null);
        SecretKeys keys = SecretKeys.derivedFrom(SEED);
        return new KubernetesWorkloads(
                bean(Deployments.class),
                bean(Servers.class),
                new Clusters(
                        settings,
                        new ClusterConnector(settings, Sample.cache(), new MinerSettings("5Miner", new Secret(SEED))),
                        bean(Kubeconfigs.class),
                        new SealedKubeconfigs(bean(Servers.class), bean(Kubeconfigs.class), keys)),
                new WorkloadSpecs(
                        bean(Chutes.class),
                        bean(Gpus.class),
                        bean(LaunchTokens.class),
                        keys,
                        bean(OpenJobs.class),
                        bean(ListedServers.class),
                        new ValidatorSettings(List.of(), ValidatorCalls.DEFAULTS, ProtocolProfile.byDefault())),
                settings);
    }
}
