package dev.rigger.activities.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.inventory.Backoff;
import dev.rigger.inventory.Backoffs;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Reservations;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.deployment.Cause;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentTimings;
import dev.rigger.workflows.deployment.InstanceEvent;
import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.deployment.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeploymentRecordsTest extends FleetOnPostgres {
    private DeploymentRecords records;

    @BeforeEach
    void records() {
        records = new DeploymentRecords(
                bean(Reservations.class),
                bean(Deployments.class),
                bean(Gpus.class),
                new LaunchBackoff(bean(Backoffs.class), Periods.DEFAULTS, clock),
                clock);
    }

    @Test
    void aReservationMakesTheRowThatTheOrderAsksFor() {
        assertThat(records.reserve(order(id("d"), gpuIds.get(0)))).isEqualTo(Reservation.made());

        Deployment row = row(id("d"));
        assertThat(row.phase()).isEqualTo("RESERVED");
        assertThat(row.stub()).isTrue();
        assertThat(row.cause()).isEqualTo("BOUNTY");
        assertThat(row.createdAt()).isEqualTo(START);
        assertThat(row.preemptible()).as("as its chute says").isFalse();
    }

    @Test
    void aSecondAttemptFindsHowFarTheFirstGotEvenWhereItDiedBeforeWritingIt() {
        DeploymentOrder order = order(id("d"), gpuIds.get(0));
        records.reserve(order);
        assertThat(records.reserve(order)).isEqualTo(Reservation.found(Phase.RESERVED, null));
        bean(Deployments.class).setConfigId(id("d"), "config");
        assertThat(records.reserve(order)).isEqualTo(Reservation.found(Phase.GRANTED, null));
        bean(Deployments.class).setEndpoint(id("d"), "10.0.0.1", 30_000);
        assertThat(records.reserve(order)).isEqualTo(Reservation.found(Phase.CREATED, null));
        records.recordInstance(id("d"), new InstanceEvent(InstanceEvent.Kind.CREATED, "i", START));
        assertThat(records.reserve(order)).isEqualTo(Reservation.found(Phase.CLAIMED, "i"));
        records.recordPhase(id("d"), Phase.DRAINING, "POD_FAILED", "");
        assertThat(records.reserve(order)).isEqualTo(Reservation.found(Phase.DRAINING, "i"));
    }

    @Test
    void whatWasReleasedNeverBeginsAgain() {
        DeploymentOrder order = order(id("d"), gpuIds.get(0));
        records.reserve(order);
        records.release(id("d"), Reason.PREEMPTED);

        assertThat(records.reserve(order)).isEqualTo(Reservation.refused(Reason.PREEMPTED));
        assertThat(bean(Gpus.class).ofServer(server))
                .extracting(Gpu::deploymentId)
                .containsOnlyNulls();
    }

    @Test
    void refusalsKeepTheirReasons() {
        records.reserve(order(id("first"), gpuIds.get(0)));
        assertThat(records.reserve(order(id("second"), gpuIds.get(0))).refused())
                .isEqualTo(Reason.GPU_TAKEN);
        bean(Chutes.class).markDeleted(chute);
        assertThat(records.reserve(order(id("third"), gpuIds.get(1))).refused()).isEqualTo(Reason.CHUTE_UNKNOWN);
    }

    @Test
    void anActivationAloneTellsOfTheVerificationThatWasMissed() {
        records.reserve(order(id("d"), gpuIds.get(0)));
        records.recordInstance(id("d"), new InstanceEvent(InstanceEvent.Kind.ACTIVATED, "i", START.plusSeconds(9)));
        records.recordInstance(id("d"), new InstanceEvent(InstanceEvent.Kind.VERIFIED, "i", START.plusSeconds(20)));
        records.recordPhase(id("d"), Phase.CREATED, "", "");

        Deployment row = row(id("d"));
        assertThat(row.phase()).isEqualTo("ACTIVE");
        assertThat(row.active()).isTrue();
        assertThat(row.verifiedAt()).isEqualTo(START.plusSeconds(9));
        assertThat(row.activatedAt()).isEqualTo(START.plusSeconds(9));
        assertThat(row.instanceId()).isEqualTo("i");
    }

    @Test
    void aHeldDeploymentDrainsOnWhenItsClusterAnswersAgain() {
        records.reserve(order(id("d"), gpuIds.get(0)));
        records.recordPhase(id("d"), Phase.DRAINING, "POD_FAILED", "");
        records.recordPhase(id("d"), Phase.HELD, "", "");
        assertThat(row(id("d")).phase()).isEqualTo("HELD");
        records.recordPhase(id("d"), Phase.DRAINING, "", "");
        assertThat(row(id("d")).phase()).isEqualTo("DRAINING");
        assertThat(row(id("d")).reason()).isEqualTo("POD_FAILED");
    }

    @Test
    void aLaunchThatWasRefusedLeavesItsChuteAlone() {
        records.reserve(order(id("d"), gpuIds.get(0)));
        records.release(id("d"), Reason.FORBIDDEN);
        assertThat(backoffs()).containsExactly(new Backoff(chute, "", "FORBIDDEN", START.plusSeconds(3600)));
        records.release(id("d"), Reason.POD_FAILED);
        assertThat(backoffs()).as("the row is gone, so it is the same release").hasSize(1);
    }

    @Test
    void aClusterThatDoesNotAnswerIsItselfLeftAlone() {
        records.reserve(order(id("d"), gpuIds.get(0)));
        records.release(id("d"), Reason.CLUSTER_UNREACHABLE);
        assertThat(backoffs()).extracting(Backoff::subject).containsExactly(server);
    }

    @Test
    void aChuteThatKeepsFailingOnAServerIsLeftAloneThereLongerEachTimeUntilItServes() {
        Duration first = Periods.DEFAULTS.failureBackoff();
        failedAt(START, "a");
        assertThat(backoffs()).containsExactly(new Backoff(chute, server, "POD_FAILED", START.plus(first)));
        failedAt(START.plusSeconds(1), "b");
        assertThat(backoffs()).as("the same time").extracting(Backoff::until).containsExactly(START.plus(first));

        Instant second = START.plusSeconds(600);
        failedAt(second, "c");
        assertThat(backoffs()).extracting(Backoff::until).containsExactly(second.plus(first.multipliedBy(2)));
        Instant third = START.plusSeconds(1_200);
        failedAt(third, "d");
        assertThat(backoffs()).extracting(Backoff::until).containsExactly(third.plus(first.multipliedBy(4)));

        setTime(START.plusSeconds(1_800));
        records.reserve(order(id("e"), gpuIds.get(0)));
        records.recordInstance(id("e"), new InstanceEvent(InstanceEvent.Kind.ACTIVATED, "i", START));
        records.release(id("e"), Reason.PREEMPTED);
        Instant again = START.plusSeconds(2_400);
        failedAt(again, "f");
        assertThat(backoffs()).extracting(Backoff::until).containsExactly(again.plus(first));
    }

    private void failedAt(Instant at, String name) {
        setTime(at);
        records.reserve(order(id(name), gpuIds.get(0)));
        records.release(id(name), Reason.POD_FAILED);
    }

    @Test
    void whatFailedAfterItWasActiveMayBeLaunchedAgainAtOnce() {
        records.reserve(order(id("d"), gpuIds.get(0)));
        records.recordInstance(id("d"), new InstanceEvent(InstanceEvent.Kind.ACTIVATED, "i", START));
        records.release(id("d"), Reason.POD_FAILED);
        assertThat(backoffs()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonCanEndADeployment(Reason reason) {
        records.reserve(order(id("d"), gpuIds.get(0)));
        records.release(id("d"), reason);
        assertThat(bean(Deployments.class).byId(id("d"))).isEmpty();
    }

    private List<Backoff> backoffs() {
        return bean(Backoffs.class).active(START).stream()
                .filter(b -> b.subject().equals(chute) || b.subject().equals(server))
                .toList();
    }

    private Deployment row(String deploymentId) {
        return bean(Deployments.class).byId(deploymentId).orElseThrow();
    }

    private DeploymentOrder order(String deploymentId, String gpuId) {
        return new DeploymentOrder(
                deploymentId,
                id("plan"),
                validator,
                chute,
                "a chute",
                "v1",
                server,
                id("node"),
                List.of(gpuId),
                Cause.BOUNTY,
                null,
                List.of(),
                DeploymentTimings.DEFAULTS);
    }
}
