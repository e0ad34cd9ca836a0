package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.devnet.cluster.kubelet.Death;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.PodSighting.State;
import dev.rigger.workflows.deployment.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every cluster says of a pod that fails, waits, or is meddled with by hand. */
interface PodContract extends ClusterContract {
    @Test
    default void anImageThatCannotBePulledIsSaidByItsName() {
        servers().faults().failPulls("acme/sample");
        WorkloadSpec spec = spec();
        cluster().createWorkload(spec);

        await(() -> cluster()
                .lookAt(spec.deploymentId())
                .equals(new PodSighting(State.PENDING, "ImagePullBackOff", Reason.IMAGE_PULL_FAILED)));

        servers().faults().allowPulls("acme/sample");
        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.RUNNING);
    }

    @Test
    default void aKilledPodIsSaidWithItsExitCode() {
        WorkloadSpec spec = running();

        servers().killPod("chutes", podOf(spec), 137, Death.SIGNAL);

        await(() -> cluster()
                .lookAt(spec.deploymentId())
                .equals(new PodSighting(State.FAILED, "exit code 137", Reason.POD_FAILED)));
    }

    @Test
    default void aPodThatTookTooMuchMemoryIsSaidSo() {
        WorkloadSpec spec = running();

        servers().killPod("chutes", podOf(spec), 137, Death.OUT_OF_MEMORY);

        await(() -> cluster()
                .lookAt(spec.deploymentId())
                .equals(new PodSighting(State.FAILED, "OOMKilled, exit code 137", Reason.POD_OUT_OF_MEMORY)));
    }

    @Test
    default void anEvictedPodIsSaidSo() {
        WorkloadSpec spec = running();

        servers().killPod("chutes", podOf(spec), 143, Death.EVICTION);

        await(() -> cluster()
                .lookAt(spec.deploymentId())
                .equals(new PodSighting(State.FAILED, "Evicted", Reason.POD_EVICTED)));
    }

    @Test
    default void aPodWhoseLabelWasEditedIsNotTakenForGone() {
        WorkloadSpec spec = running();
        String pod = podOf(spec);
        servers().faults().slowStops(NODE, Duration.ofSeconds(2));

        byHand(kubectl -> kubectl.pods()
                .inNamespace("chutes")
                .withName(pod)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"" + WorkloadNames.DEPLOYMENT_ID + "\":\"edited\"}}}"));
        PodSighting edited = cluster().lookAt(spec.deploymentId());
        assertThat(edited.state()).isEqualTo(State.RUNNING);
        assertThat(edited.why()).isEqualTo(Reason.LABELS_EDITED);
        assertThat(cluster().look().chutes())
                .extracting(Cluster.ChuteSighting::deploymentId)
                .contains(spec.deploymentId())
                .doesNotContain("edited");
        cluster().deleteWorkload(spec.deploymentId(), Duration.ofSeconds(10));

        await(() -> {
            boolean absent = cluster().lookAt(spec.deploymentId()).state() == State.ABSENT;
            boolean gone = byHand(kubectl ->
                    kubectl.pods().inNamespace("chutes").withName(pod).get() == null);
            assertThat(absent && !gone)
                    .as("told as gone while its pod is there")
                    .isFalse();
            return absent;
        });
        servers().faults().slowStops(NODE, Duration.ZERO);
    }

    @Test
    default void aPodThatNoNodeTakesSaysWhy() {
        String deployment = podByHand("Pending", """
            "conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable",\
            "message":"0/3 nodes are available"}]\
            """);

        assertThat(cluster().lookAt(deployment))
                .isEqualTo(new PodSighting(State.PENDING, "0/3 nodes are available", Reason.POD_UNSCHEDULABLE));
    }

    @Test
    default void aPodThatItsNodeTurnedAwaySaysWhy() {
        String deployment = podByHand("Failed", "\"reason\":\"OutOfcpu\"");

        assertThat(cluster().lookAt(deployment))
                .isEqualTo(new PodSighting(State.FAILED, "OutOfcpu", Reason.NODE_REFUSED_POD));
    }

    @Test
    default void aPodThatHadToLeaveItsNodeIsEvicted() {
        String deployment = podByHand("Failed", """
            "conditions":[{"type":"DisruptionTarget","status":"True","reason":"EvictionByEvictionAPI"}]\
            """);

        assertThat(cluster().lookAt(deployment))
                .isEqualTo(new PodSighting(State.FAILED, "EvictionByEvictionAPI", Reason.POD_EVICTED));
    }

    /** A chute's pod that no Job made and no kubelet looks after, with such a status. */
    private String podByHand(String phase, String status) {
        String deployment = UUID.randomUUID().toString();
        Pod pod = idlePod("by-hand-" + deployment, Map.of(WorkloadNames.DEPLOYMENT_ID, deployment));
        byHand(kubectl -> {
            kubectl.pods().inNamespace("chutes").resource(pod).create();
            return kubectl.pods()
                    .inNamespace("chutes")
                    .resource(pod)
                    .subresource("status")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"status\":{\"phase\":\"" + phase + "\"," + status + "}}");
        });
        return deployment;
    }

    @Test
    @Needs(Capability.ADMISSION)
    default void aJobWhosePodIsRefusedSaysByWhichRule() {
        try (Cluster other =
                ClusterContract.connect(servers().kubeconfig(), Sample.kubernetesWithRuntime("no-such-class"))) {
            WorkloadSpec spec = spec();
            other.createWorkload(spec);

            await(() -> other.lookAt(spec.deploymentId()).why() == Reason.RUNTIME_CLASS_MISSING);
            assertThat(other.lookAt(spec.deploymentId()).detail()).contains("no-such-class");
            assertThat(other.look().chutes())
                    .filteredOn(chute -> chute.deploymentId().equals(spec.deploymentId()))
                    .extracting(chute -> chute.pod().why())
                    .containsExactly(Reason.RUNTIME_CLASS_MISSING);
        }
    }

    @Test
    @Needs(Capability.ADMISSION)
    default void aJobWhosePodExceedsAQuotaSaysByWhichOne() {
        WorkloadSpec spec = spec();
        byHand(kubectl -> {
            ResourceQuota quota = kubectl.resourceQuotas()
                    .inNamespace("chutes")
                    .resource(new ResourceQuotaBuilder()
                            .withNewMetadata()
                            .withName("no-pods")
                            .endMetadata()
                            .withNewSpec()
                            .addToHard("pods", new Quantity("0"))
                            .endSpec()
                            .build())
                    .create();
            // As the quota controller does, which this control plane has none of.
            return kubectl.resource(quota)
                    .subresource("status")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"status\":{\"hard\":{\"pods\":\"0\"},\"used\":{\"pods\":\"0\"}}}");
        });
        try {
            await(this::noPodIsLetIn);
            cluster().createWorkload(spec);

            await(() -> cluster().lookAt(spec.deploymentId()).why() == Reason.POD_REFUSED);
            assertThat(cluster().lookAt(spec.deploymentId()).detail()).contains("no-pods");
        } finally {
            byHand(kubectl -> kubectl.resourceQuotas()
                    .inNamespace("chutes")
                    .withName("no-pods")
                    .delete());
        }
    }

    private boolean noPodIsLetIn() {
        try {
            byHand(kubectl -> kubectl.pods()
                    .inNamespace("chutes")
                    .resource(idlePod("let-in-" + UUID.randomUUID(), Map.of()))
                    .dryRun(true)
                    .create());
            return false;
        } catch (KubernetesClientException refused) {
            assertThat(refused.getCode()).isEqualTo(403);
            return true;
        }
    }

    @Test
    default void aJobDeletedByHandIsGoneWhenItsPodIs() {
        WorkloadSpec spec = running();

        byHand(kubectl -> kubectl.batch()
                .v1()
                .jobs()
                .inNamespace("chutes")
                .withName(WorkloadNames.job(spec.deploymentId()))
                .delete());

        await(() -> cluster().lookAt(spec.deploymentId()).state() == State.ABSENT);
    }

    @Test
    default void aPodDeletedByHandLeavesAFailedJob() {
        WorkloadSpec spec = running();

        byHand(kubectl -> kubectl.pods()
                .inNamespace("chutes")
                .withName(podOf(spec))
                .withGracePeriod(1)
                .delete());

        await(() -> cluster()
                .lookAt(spec.deploymentId())
                .equals(new PodSighting(
                        State.FAILED, "the Job failed and its pod is gone", Reason.WORKLOAD_DISAPPEARED)));
    }
}
