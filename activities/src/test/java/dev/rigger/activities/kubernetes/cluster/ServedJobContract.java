package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.activities.kubernetes.objects.BootstrapObject;
import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.settings.BootstrapSettings;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapOrder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** GraVal's bootstrap server, which has a Service of its own: they come together, and nothing of them stays. */
interface ServedJobContract extends ClusterContract {
    /** Which no other test of the contract launches anything on. */
    String SERVER = "l40s-0";

    @Test
    default void aServedJobIsStartedOnceAndItsServiceGoesWithIt() {
        BootstrapOrder order = order();
        int nodePort = start(order, job(order));

        assertThat(start(order, job(order))).as("asked for again").isEqualTo(nodePort);
        await(() -> podPhase(order).equals("Running"));
        assertThat(service(order).getSpec().getPorts().getFirst().getNodePort()).isEqualTo(nodePort);

        byHand(kubectl -> kubectl.batch()
                .v1()
                .jobs()
                .inNamespace("chutes")
                .withName(BootstrapObject.jobName(SERVER))
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete());

        awaitNothingOf(order);
    }

    @Test
    default void thatOfAnEarlierRunMakesRoomForThatOfTheNext() {
        BootstrapOrder former = order();
        start(former, job(former));
        String formerJob = present(former).getMetadata().getUid();
        BootstrapOrder order = order();

        assertThatThrownBy(() -> start(order, job(order)))
                .isInstanceOfSatisfying(
                        ClusterFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_BUSY));
        await(() -> isStarted(order));

        assertThat(present(order).getMetadata().getUid()).isNotEqualTo(formerJob);
        assertThat(present(order).getMetadata().getAnnotations()).containsEntry(BootstrapObject.RUN, order.runId());
        assertThat(service(order).getMetadata().getOwnerReferences())
                .extracting(owner -> owner.getUid())
                .containsExactly(present(order).getMetadata().getUid());
        cluster().deleteJob(BootstrapObject.jobName(SERVER));
        awaitNothingOf(order);
    }

    /** For an onboarding that nobody is left to end. */
    @Test
    @Needs(Capability.DEADLINES)
    default void atItsDeadlineItEndsAndEverythingOfItGoes() {
        BootstrapOrder order = order();
        Job shortLived = new JobBuilder(job(order))
                .editSpec()
                .withActiveDeadlineSeconds(3L)
                .withTtlSecondsAfterFinished(1)
                .endSpec()
                .build();

        start(order, shortLived);
        await(() -> podPhase(order).equals("Running"));

        awaitNothingOf(order);
    }

    private boolean isStarted(BootstrapOrder order) {
        try {
            return start(order, job(order)) > 0;
        } catch (ClusterFailure going) {
            assertThat(going.code()).isEqualTo(ClusterFailure.Code.CLUSTER_BUSY);
            return false;
        }
    }

    private int start(BootstrapOrder order, Job job) {
        return cluster().startServed(job, BootstrapObject.service(order));
    }

    private static Job job(BootstrapOrder order) {
        return new BootstrapObject(
                        Sample.kubernetes(null),
                        new BootstrapSettings("graval-bootstrap:1", "", Duration.ofMinutes(1)),
                        Sample.MINER)
                .job(order, false);
    }

    private static BootstrapOrder order() {
        return new BootstrapOrder(
                UUID.randomUUID().toString(),
                SERVER,
                "127.0.1.3",
                Sample.VALIDATOR,
                "l40s",
                4,
                4,
                48,
                Duration.ofMinutes(1));
    }

    private Job present(BootstrapOrder order) {
        return byHand(kubectl -> kubectl.batch()
                .v1()
                .jobs()
                .inNamespace("chutes")
                .withName(BootstrapObject.jobName(order.serverName()))
                .require());
    }

    private Service service(BootstrapOrder order) {
        return byHand(kubectl -> kubectl.services()
                .inNamespace("chutes")
                .withName(BootstrapObject.serviceName(order.serverName()))
                .require());
    }

    /** Of its only pod; empty where there is none. */
    private String podPhase(BootstrapOrder order) {
        return byHand(kubectl ->
                kubectl
                        .pods()
                        .inNamespace("chutes")
                        .withLabel("graval-node", order.serverName())
                        .list()
                        .getItems()
                        .stream()
                        .map(pod -> pod.getStatus().getPhase())
                        .findFirst()
                        .orElse(""));
    }

    private void awaitNothingOf(BootstrapOrder order) {
        await(() -> cluster().job(BootstrapObject.jobName(order.serverName())).isEmpty());
        await(() -> podPhase(order).isEmpty());
        await(() -> byHand(kubectl -> kubectl.services()
                        .inNamespace("chutes")
                        .withName(BootstrapObject.serviceName(order.serverName()))
                        .get()
                == null));
    }
}
