package dev.rigger.workflows.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities.NodeVerdict;
import dev.rigger.workflows.progress.ProgressLine;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapRefusal;
import dev.rigger.workflows.proof.ProofChoice;
import dev.rigger.workflows.proof.ProofKind;
import dev.rigger.workflows.world.FakeGpuHost;
import dev.rigger.workflows.world.World;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that proves itself by the network's own bootstrap image. */
class GravalOnboardingTest {
    private final World world = new World();
    private final OnboardingRequest request = new OnboardingRequest(
            "h200-0", World.VALIDATOR, 2.5, "h200", null, OnboardingRequest.Timings.DEFAULTS, "http://127.0.0.1:8100");

    @BeforeEach
    void choose() {
        world.machine.choice = ProofChoice.of(ProofKind.GRAVAL);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void itsServerRunsUntilTheValidatorHasSeenItAndNoLonger() {
        assertThat(onboard().completed()).isTrue();

        assertThat(world.journal.calls())
                .containsSubsequence("startServer", "awaitDevices", "recordGpus", "announceNodes", "awaitVerification")
                .containsSubsequence("awaitVerification", "removeServer", "completeServer")
                .doesNotContain("reportDevices", "examine", "attest", "registerMachine");
        assertThat(world.bootstrap.running).isFalse();
        assertThat(world.bootstrap.ordered).isNotNull().satisfies(order -> {
            assertThat(order.gpuCount()).isEqualTo(2);
            assertThat(order.address()).isEqualTo("127.0.1.1");
        });
        assertThat(messages())
                .containsSubsequence(
                        "graval bootstrap job/service created, gathering device info...",
                        "discovered 2 GPUs [model_name='NVIDIA H200'] on node, advertising node to 1 validator(s)...",
                        "waiting for validator 5Validator to finish GPU verification...",
                        "validator 5Validator has successfully performed verification");
        assertThat(messages()).anyMatch(line -> line.startsWith("left to the validator: "));
        assertThat(world.inventory.schedules)
                .as("nobody there could be asked again")
                .containsExactly("h200-0");
    }

    @Test
    void whatIsRefusedIsToldWithItsCodeAndRemoved() {
        world.bootstrap.refusesStart = new BootstrapRefusal("GRAVAL_IMAGE_UNSET", "no image", "Set one.");
        assertThat(onboard().code()).isEqualTo("GRAVAL_IMAGE_UNSET");
        assertThat(messages().getLast()).contains("no image", "Set one.");
        assertUndone();

        world.bootstrap.refusesStart = null;
        world.bootstrap.refusesDevices = new BootstrapRefusal("GRAVAL_NEVER_READY", "no answer", "Look there.");
        assertThat(onboard().code()).isEqualTo("GRAVAL_NEVER_READY");
        assertUndone();
    }

    @Test
    void gpusThatTheNodeDoesNotPromiseAreRefused() {
        world.gpuHost.devices = List.of(FakeGpuHost.device(0, "NVIDIA H200"));

        assertThat(onboard().code()).isEqualTo("GPU_COUNT_MISMATCH");

        assertThat(messages().getLast()).contains("its bootstrap server reports 1 GPUs, its node has 2");
        assertUndone();
    }

    @Test
    void aVerificationThatFailsLeavesNothingRunning() {
        world.validator.verdict = new NodeVerdict(false, "GPU 0 was too slow");

        assertThat(onboard().completed()).isFalse();

        assertThat(world.journal.calls())
                .containsSubsequence("withdrawServer", "removeServer", "forgetServer", "unlabelNode");
        assertUndone();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "startServer",
                "awaitDevices",
                "recordGpus",
                "announceNodes",
                "awaitVerification",
                "scheduleCacheCleanup",
                "completeServer"
            })
    void aStepThatFailsForGoodLeavesNothingRunning(String step) {
        world.journal.failForGood(step, "BROKEN");

        assertThat(onboard().code()).isEqualTo("BROKEN");

        assertUndone();
    }

    @Test
    void aServerThatCannotBeRemovedKeepsTheOtherUndoingFromNothing() {
        world.journal.failForGood("removeServer", "BROKEN");

        assertThat(onboard().code()).isEqualTo("BROKEN");

        assertThat(messages()).anyMatch(line -> line.startsWith("could not remove its bootstrap server"));
        assertThat(world.journal.calls()).contains("withdrawServer", "forgetServer", "unlabelNode");
    }

    @Test
    void aCancellationRemovesIt() {
        world.journal.failAlways("awaitDevices", "CLUSTER_UNREACHABLE");
        OnboardingWorkflow onboarding = world.workflow(OnboardingWorkflow.class, WorkflowIds.onboarding("h200-0"));
        world.after(
                Duration.ofMinutes(1), () -> WorkflowStub.fromTyped(onboarding).cancel());
        WorkflowClient.start(onboarding::onboard, request);

        assertThatThrownBy(() -> world.result(onboarding, OnboardingOutcome.class))
                .hasRootCauseInstanceOf(CanceledFailure.class);

        assertThat(world.journal.has("awaitDevices")).isTrue();
        assertUndone();
    }

    private void assertUndone() {
        assertThat(world.bootstrap.running).isFalse();
        assertThat(world.cluster.labelled).isFalse();
        assertThat(world.inventory.serverRows).isEmpty();
        assertThat(world.inventory.schedules).isEmpty();
        assertThat(world.validator.knowsServer).isFalse();
    }

    private OnboardingOutcome onboard() {
        OnboardingWorkflow onboarding = world.workflow(OnboardingWorkflow.class, WorkflowIds.onboarding("h200-0"));
        WorkflowClient.start(onboarding::onboard, request);
        return world.result(onboarding, OnboardingOutcome.class);
    }

    private List<String> messages() {
        return world.inventory.progress.stream().map(ProgressLine::message).toList();
    }
}
