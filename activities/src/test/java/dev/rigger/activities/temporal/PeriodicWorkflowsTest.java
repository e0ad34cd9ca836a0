package dev.rigger.activities.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rigger.devnet.local.LocalTemporal;
import dev.rigger.workflows.reconcile.ReconcileWorkflow;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PeriodicWorkflowsTest {

    private static LocalTemporal temporal;
    private static WorkflowServiceStubs service;
    private static ScheduleClient client;

    @BeforeAll
    static void startTemporal() {
        temporal = LocalTemporal.startTemporary();
        service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(temporal.address())
                .build());
        client = ScheduleClient.newInstance(
                service,
                ScheduleClientOptions.newBuilder()
                        .setNamespace(LocalTemporal.NAMESPACE)
                        .build());
    }

    @AfterAll
    static void stopTemporal() {
        service.shutdownNow();
        temporal.close();
    }

    @Test
    void aScheduleNeverRunsTwiceAtATimeAndMakesUpForNothing() {
        new PeriodicWorkflows(client).ensure(reconcile("reconcile/one", Duration.ofSeconds(60)));

        Schedule schedule = described("reconcile/one");
        assertThat(schedule.getPolicy()).satisfies(policy -> {
            assertThat(policy.getOverlap()).isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP);
            assertThat(policy.getCatchupWindow()).isEqualTo(Duration.ofSeconds(30));
        });
        assertThat(schedule.getSpec().getJitter()).isEqualTo(Duration.ofSeconds(6));
        assertThat(schedule.getAction())
                .isInstanceOfSatisfying(
                        ScheduleActionStartWorkflow.class,
                        action -> assertThat(action.getWorkflowType()).isEqualTo("ReconcileWorkflow"));
    }

    @Test
    void ensuringItAgainChangesThePeriodAndKeepsAnOperatorsPause() {
        PeriodicWorkflows periodic = new PeriodicWorkflows(client);
        periodic.ensure(reconcile("reconcile/two", Duration.ofSeconds(60)));
        client.getHandle("reconcile/two").pause("an operator looks at something");

        periodic.ensure(reconcile("reconcile/two", Duration.ofSeconds(20)));

        Schedule schedule = described("reconcile/two");
        assertThat(schedule.getSpec().getIntervals())
                .extracting(ScheduleIntervalSpec::getEvery)
                .containsExactly(Duration.ofSeconds(20));
        assertThat(schedule.getState())
                .satisfies(state -> assertThat(state.isPaused()).isTrue());
    }

    @Test
    void ofManyThoseThatAreMissingAreMadeAndThoseThatDifferChanged() {
        PeriodicWorkflows periodic = new PeriodicWorkflows(client);
        PeriodicWorkflow same = reconcile("reconcile/same", Duration.ofSeconds(60));
        periodic.ensure(same);
        periodic.ensure(reconcile("reconcile/other", Duration.ofSeconds(60)));

        periodic.ensureAll(List.of(
                same,
                reconcile("reconcile/other", Duration.ofSeconds(20)),
                reconcile("reconcile/new", Duration.ofSeconds(30))));

        assertThat(List.of("reconcile/same", "reconcile/other", "reconcile/new"))
                .flatMap(id -> described(id).getSpec().getIntervals())
                .extracting(ScheduleIntervalSpec::getEvery)
                .containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofSeconds(30));
    }

    @Test
    void removingItTwiceIsRemovingItOnce() {
        PeriodicWorkflows periodic = new PeriodicWorkflows(client);
        periodic.ensure(reconcile("reconcile/three", Duration.ofSeconds(60)));

        periodic.remove("reconcile/three");

        assertThatCode(() -> periodic.remove("reconcile/three")).doesNotThrowAnyException();
    }

    private static Schedule described(String id) {
        return client.getHandle(id).describe().getSchedule();
    }

    private static PeriodicWorkflow reconcile(String id, Duration every) {
        return new PeriodicWorkflow(id, ReconcileWorkflow.class, "validator", every, "Comparison", "Compares");
    }
}
