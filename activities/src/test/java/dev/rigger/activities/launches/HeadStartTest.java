package dev.rigger.activities.launches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Plans;
import dev.rigger.inventory.Reservations;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.InstanceEvent;
import dev.rigger.workflows.deployment.LaunchActivities;
import dev.rigger.workflows.deployment.LaunchToken;
import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.deployment.Reservation;
import dev.rigger.workflows.deployment.ReservationActivities;
import dev.rigger.workflows.deployment.Workload;
import dev.rigger.workflows.deployment.WorkloadActivities;
import dev.rigger.workflows.fleet.HeadStartActivities;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database is real; what the validator and the cluster say is told by the test. */
class HeadStartTest extends PlannedOnPostgres {
    private final Map<String, LaunchToken> answers = new ConcurrentHashMap<>();
    private final List<String> created = new CopyOnWriteArrayList<>();
    private Consumer<String> beforeTheAnswer = deploymentId -> {};
    private TestActivityEnvironment environment;
    private HeadStartActivities headStart;

    @BeforeEach
    void register() {
        answers.clear();
        created.clear();
        beforeTheAnswer = deploymentId -> {};
        environment = TestActivityEnvironment.newInstance();
        environment.registerActivitiesImplementations(new HeadStart(
                bean(Plans.class), bean(Deployments.class), new Rows(), new Validator(), new Cluster(), new Races()));
        headStart = environment.newActivityStub(HeadStartActivities.class);
    }

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void everyLaunchOfAPlanGetsItsWorkload() {
        plan("d0", "d1", "d2");

        assertThat(headStart.begin(id("plan"))).isEqualTo(3);

        assertThat(created).containsExactlyInAnyOrder(id("d0"), id("d1"), id("d2"));
        assertThat(owners()).contains(id("d0"), id("d1"), id("d2"));
    }

    @Test
    void aSecondTimeDoesNothingAgainThatTheFirstDid() {
        plan("d0", "d1");
        headStart.begin(id("plan"));

        assertThat(headStart.begin(id("plan"))).isZero();
        assertThat(created).hasSize(2);
    }

    @Test
    void aRefusedLaunchIsOverWithItsReasonAndItsGpusAreFree() {
        answers.put(id("d0"), new LaunchToken.CapacityLocked(Duration.ofMinutes(2), "enough"));
        plan("d0", "d1");

        assertThat(headStart.begin(id("plan"))).isEqualTo(1);

        assertThat(created).containsExactly(id("d1"));
        assertThat(owners()).doesNotContain(id("d0"));
        assertThat(bean(Deployments.class).endOf(id("d0"))).contains("CAPACITY_LOCKED");
    }

    @Test
    void aLaunchWhoseWorkflowIsAlreadyEndingGetsNoWorkload() {
        plan("d0");
        beforeTheAnswer = deploymentId -> bean(Deployments.class).setPhase(deploymentId, "DRAINING", "CHUTE_DELETED");

        assertThat(headStart.begin(id("plan"))).isZero();
        assertThat(created).isEmpty();
    }

    @Test
    void aLaunchThatWasReleasedMeanwhileGetsNoWorkload() {
        plan("d0");
        beforeTheAnswer = deploymentId -> bean(Reservations.class).release(deploymentId, "CHUTE_DELETED");

        assertThat(headStart.begin(id("plan"))).isZero();
        assertThat(created).isEmpty();
        assertThat(owners()).doesNotContain(id("d0"));
    }

    @Test
    void whatTheValidatorGrantedToAWorkflowMeanwhileIsNotTakenFromIt() {
        answers.put(id("d0"), new LaunchToken.Forbidden(Duration.ofHours(1), "no"));
        plan("d0");
        beforeTheAnswer = deploymentId -> bean(Deployments.class).setConfigId(deploymentId, "config");

        headStart.begin(id("plan"));

        assertThat(owners()).contains(id("d0"));
    }

    private List<@Nullable String> owners() {
        return bean(Gpus.class).ofServer(server).stream().map(Gpu::deploymentId).toList();
    }

    private final class Rows implements ReservationActivities {
        @Override
        public Reservation reserve(DeploymentOrder order) {
            Deployment row = new Deployment(
                    order.deploymentId(),
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
                    clock.instant(),
                    true,
                    "RESERVED",
                    null,
                    order.planId(),
                    "BOUNTY",
                    null);
            return switch (bean(Reservations.class).reserve(row, order.gpuIds())) {
                case RESERVED -> Reservation.made();
                case ALREADY_OURS -> Reservation.found(Phase.CREATED, null);
                default -> Reservation.refused(Reason.GPU_TAKEN);
            };
        }

        @Override
        public boolean giveUp(String deploymentId, Reason reason) {
            return bean(Reservations.class).giveUp(deploymentId, reason.name());
        }

        @Override
        public void awaitGpus(String deploymentId, int gpus) {}

        @Override
        public void recordInstance(String deploymentId, InstanceEvent event) {}

        @Override
        public void recordPhase(String deploymentId, Phase phase, String reason, @Nullable String words) {}

        @Override
        public void release(String deploymentId, Reason reason) {}
    }

    private final class Validator implements LaunchActivities {
        @Override
        public LaunchToken obtainLaunchToken(String deploymentId) {
            beforeTheAnswer.accept(deploymentId);
            return answers.getOrDefault(deploymentId, new LaunchToken.Granted("config-" + deploymentId));
        }

        @Override
        public void purgeInstance(String deploymentId) {}
    }

    private final class Cluster implements WorkloadActivities {
        @Override
        public Workload createWorkload(String deploymentId) {
            created.add(deploymentId);
            return new Workload.Created(30_000);
        }

        @Override
        public PodSighting lookAtPod(String deploymentId) {
            return new PodSighting(PodSighting.State.ABSENT, null);
        }

        @Override
        public void deleteWorkload(String deploymentId) {}

        @Override
        public void confirmGone(String deploymentId) {}
    }
}
