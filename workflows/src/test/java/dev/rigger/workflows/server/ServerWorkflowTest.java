package dev.rigger.workflows.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.progress.ProgressLine;
import dev.rigger.workflows.world.World;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerWorkflowTest {
    private final World world = new World();
    private ServerOrder order = new ServerOrder("h200-0", "uid-1", World.VALIDATOR, Duration.ofMinutes(1));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aLockIsAnsweredOnceItIsWritten() {
        setLocked(true);
        assertThat(world.inventory.locks).containsEntry("uid-1", true);

        setLocked(false);
        assertThat(world.inventory.locks).containsEntry("uid-1", false);
        assertThat(world.coordination.wakes).hasSize(1);
    }

    @Test
    void anOwnerWithNothingLeftToDoEnds() {
        ServerWorkflow owner = owner();
        WorkflowClient.start(owner::own, order);

        world.result(owner, Void.class);

        assertThat(world.journal.calls()).isEmpty();
    }

    @Test
    void aServerIsDrainedBeforeItsRowsGo() {
        world.inventory.openDeployments.add("d-1");
        world.inventory.openDeployments.add("d-2");
        world.inventory.schedules.add("h200-0");
        world.coordination.terminationsEnd = false;
        world.after(Duration.ofMinutes(3), () -> {
            assertThat(world.journal.has("forgetServer")).isFalse();
            world.inventory.openDeployments.clear();
        });

        delete();

        assertThat(world.coordination.terminated)
                .containsEntry("d-1", Reason.SERVER_DELETED)
                .containsEntry("d-2", Reason.SERVER_DELETED)
                .hasSize(2);
        assertThat(world.journal.calls())
                .containsSubsequence(
                        "markLeaving",
                        "terminate",
                        "withdrawServer",
                        "unscheduleCacheCleanup",
                        "unlabelNode",
                        "forgetServer",
                        "wake SERVER_CHANGED");
        assertThat(world.journal.count("terminate")).isEqualTo(2);
        assertThat(world.inventory.schedules).isEmpty();
        assertThat(world.inventory.progress.getLast().end()).isEqualTo(ProgressLine.End.SUCCEEDED);
    }

    @Test
    void aDeploymentThatShowsUpLateIsEndedToo() {
        world.inventory.openDeployments.add("d-1");
        world.coordination.terminationsEnd = false;
        world.after(Duration.ofSeconds(20), () -> world.inventory.openDeployments.add("d-late"));
        world.after(Duration.ofMinutes(5), world.inventory.openDeployments::clear);

        delete();

        assertThat(world.coordination.terminated).containsKey("d-late");
    }

    @Test
    void aClusterThatIsGoneKeepsNoServerAlive() {
        world.journal.failAlways("unlabelNode", "CLUSTER_UNREACHABLE");

        delete();

        assertThat(world.journal.has("forgetServer")).isTrue();
        assertThat(world.inventory.progress)
                .extracting(ProgressLine::message)
                .anyMatch(line -> line.contains("keeps our labels"));
    }

    @Test
    void anAgentIsToldToStopOnceItsServerIsNoneAnyMore() {
        order = withAgent();

        delete();

        assertThat(world.journal.calls()).containsSubsequence("withdrawServer", "forgetServer", "stopAgent");
        assertThat(world.inventory.progress.getLast().end()).isEqualTo(ProgressLine.End.SUCCEEDED);
    }

    @Test
    void anAgentThatDoesNotAnswerKeepsNoServerAlive() {
        order = withAgent();
        world.journal.failAlways("stopAgent", "AGENT_UNREACHABLE");

        delete();

        assertThat(world.journal.calls()).containsSubsequence("forgetServer", "wake SERVER_CHANGED", "stopAgent");
        assertThat(world.inventory.progress)
                .extracting(ProgressLine::message)
                .anyMatch(line -> line.contains("the agent of h200-0 does not answer"));
        assertThat(world.inventory.progress.getLast().end()).isEqualTo(ProgressLine.End.SUCCEEDED);
    }

    @Test
    void aServerWithoutAnAgentHasNoneToStop() {
        delete();

        assertThat(world.journal.has("stopAgent")).isFalse();
    }

    private static ServerOrder withAgent() {
        return new ServerOrder(
                "h200-0",
                "uid-1",
                World.VALIDATOR,
                Duration.ofMinutes(1),
                "http://198.51.100.7:32000",
                Duration.ofSeconds(2));
    }

    @Test
    void aValidatorThatIsAwayIsWaitedFor() {
        world.journal.failNext("withdrawServer", 6, "HTTP_503");

        delete();

        assertThat(world.journal.calls()).containsSubsequence("withdrawServer", "forgetServer");
    }

    private void delete() {
        ServerWorkflow owner = owner();
        BatchRequest request = world.client().newSignalWithStartRequest();
        request.add(owner::own, order);
        request.add(owner::delete);
        world.client().signalWithStart(request);
        world.result(owner, Void.class);
    }

    private void setLocked(boolean locked) {
        ServerWorkflow owner = owner();
        WorkflowClient.executeUpdateWithStart(
                owner::setLocked,
                locked,
                UpdateOptions.<Void>newBuilder()
                        .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                        .build(),
                new WithStartWorkflowOperation<>(owner::own, order));
    }

    private ServerWorkflow owner() {
        return world.client()
                .newWorkflowStub(
                        ServerWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue("rigger")
                                .setWorkflowId(WorkflowIds.server("h200-0"))
                                .setWorkflowIdConflictPolicy(
                                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                                .build());
    }
}
