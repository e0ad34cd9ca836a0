package dev.rigger.activities.launches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.inventory.Plans;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.fleet.LaunchesActivities;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.failure.ActivityFailure;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database is real; nobody runs what is started. */
class StartsTest extends PlannedOnPostgres {
    private TestWorkflowEnvironment temporal;
    private WorkflowClient client;
    private TestActivityEnvironment environment;
    private LaunchesActivities launches;

    @BeforeEach
    void register() {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder();
        for (String name : List.of("ServerName", "ChuteId", "DeploymentId", "Phase")) {
            options.registerSearchAttribute(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        }
        temporal = TestWorkflowEnvironment.newInstance(options.build());
        client = temporal.getWorkflowClient();
        environment = TestActivityEnvironment.newInstance();
        environment.registerActivitiesImplementations(new Starts(bean(Plans.class), client, new Races()));
        launches = environment.newActivityStub(LaunchesActivities.class);
    }

    @AfterEach
    void close() {
        environment.close();
        temporal.close();
    }

    @Test
    void everyLaunchOfAPlanIsStartedOnce() {
        plan("d0", "d1", "d2");

        assertThat(launches.start(id("plan"))).isEqualTo(3);
        String first = run("d0");
        assertThat(launches.start(id("plan"))).isEqualTo(3);

        assertThat(run("d0")).isEqualTo(first);
        assertThat(run("d1")).isNotEqualTo(run("d2"));
    }

    @Test
    void whatHasEndedIsNotStartedAgain() {
        plan("d0");
        launches.start(id("plan"));
        client.newUntypedWorkflowStub(WorkflowIds.deployment(id("d0"))).terminate("it is over");

        launches.start(id("plan"));

        assertThat(client.newUntypedWorkflowStub(WorkflowIds.deployment(id("d0")))
                        .describe()
                        .getStatus())
                .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
    }

    @Test
    void aServerThatIsAwayMakesItFailToBeTriedAgain() {
        plan("d0", "d1");
        WorkflowServiceStubs nobody = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:1")
                .setRpcRetryOptions(
                        RpcRetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build());
        TestActivityEnvironment away = TestActivityEnvironment.newInstance();
        away.registerActivitiesImplementations(
                new Starts(bean(Plans.class), WorkflowClient.newInstance(nobody), new Races()));

        assertThatThrownBy(() -> away.newActivityStub(LaunchesActivities.class).start(id("plan")))
                .isInstanceOf(ActivityFailure.class)
                .hasStackTraceContaining("Of 2 deployments");
        away.close();
        nobody.shutdownNow();
    }

    private String run(String name) {
        return client.newUntypedWorkflowStub(WorkflowIds.deployment(id(name)))
                .describe()
                .getExecution()
                .getRunId();
    }
}
