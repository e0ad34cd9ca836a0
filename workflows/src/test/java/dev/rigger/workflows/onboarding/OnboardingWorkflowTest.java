package dev.rigger.workflows.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.cache.CacheReport;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities.NodeAnnouncement;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities.NodeVerdict;
import dev.rigger.workflows.progress.ProgressLine;
import dev.rigger.workflows.proof.ProofChoice;
import dev.rigger.workflows.proof.ProofFailures;
import dev.rigger.workflows.proof.ProofKind;
import dev.rigger.workflows.proof.ProofOrder;
import dev.rigger.workflows.proof.ProofVerdict;
import dev.rigger.workflows.world.FakeGpuHost;
import dev.rigger.workflows.world.World;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnboardingWorkflowTest {
    private static final String API = "http://127.0.0.1:8100";

    /** Time is not skipped while an activity waits in a queue that nobody polls, so that wait is short here. */
    private static final OnboardingRequest.Timings TIMINGS = new OnboardingRequest.Timings(
            Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofMinutes(30), Duration.ofMinutes(60));

    private World world = new World("h200-0");
    private final OnboardingRequest request =
            new OnboardingRequest("h200-0", World.VALIDATOR, 2.5, "h200", null, TIMINGS, API);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aServerThatIsAsItSaysIsAddedWithTheStoryThatCallersExpect() {
        OnboardingOutcome outcome = onboard();

        assertThat(outcome.completed()).isTrue();
        assertThat(messages())
                .containsSubsequence(
                        "attempting to add node server_id=uid-1 to inventory...",
                        "server with server_id=uid-1 now tracked in database, provisioning verification resources...",
                        "discovered 2 GPUs [model_name='NVIDIA H200'] on node, advertising node to 1 validator(s)...",
                        "advertising node to 5Validator via http://127.0.0.1:8100...",
                        "successfully advertised node uid-1 to validator 5Validator, received seed: 4711",
                        "waiting for validator 5Validator to finish GPU verification...",
                        "validator 5Validator has successfully performed verification");
        assertThat(messages().getLast()).matches("completed server bootstrapping in \\d+ seconds!");
        assertThat(ends()).containsExactly(ProgressLine.End.SUCCEEDED);
        assertThat(world.inventory.progress).extracting(ProgressLine::number).isSorted();
        assertThat(world.journal.calls())
                .containsSubsequence("lookUpNode", "isProvisioned", "checkGpuType", "examineNode", "labelNode")
                .containsSubsequence("recordServer", "startCleanup", "awaitCleanup", "removeCleanup", "reportDevices")
                .containsSubsequence("reportDevices", "examine", "recordGpus")
                .containsSubsequence("announceNodes", "recordSeed 4711", "awaitVerification", "recordVerdict true")
                .containsSubsequence("recordVerdict true", "completeServer", "wake SERVER_CHANGED");
        assertThat(world.inventory.schedules).containsExactlyInAnyOrder("h200-0", "proof/h200-0");
        assertThat(world.cluster.labelled).isTrue();
    }

    @Test
    void aConfidentialMachineIsAttestedAndRegisteredInOneCall() {
        world.machine.choice = ProofChoice.of(ProofKind.TEE);
        world.machine.breaks.add(new ProofVerdict(false, "ATTESTATION_UNREACHABLE", "no connection"));

        assertThat(onboard().completed()).isTrue();
        assertThat(world.journal.calls())
                .containsSubsequence("machineDevices", "machineDevices", "attest", "recordGpus", "registerMachine")
                .doesNotContain("reportDevices", "examine", "announceNodes", "awaitVerification");
        assertThat(messages()).contains("successfully verifeid server h200-0 to validator 5Validator");
        assertThat(world.inventory.schedules).containsExactly("h200-0");
    }

    @Test
    void aMachineThatIsNotWhatItShouldBeIsUndoneWithItsCodeAndWhatToDo() {
        world.machine.choice = ProofChoice.of(ProofKind.TEE);
        world.machine.verdict = new ProofVerdict(false, "MEASUREMENT_UNKNOWN", "none of 1 known images");

        OnboardingOutcome outcome = onboard();

        assertThat(outcome.code()).isEqualTo("MEASUREMENT_UNKNOWN");
        assertThat(messages().getLast()).contains("none of 1 known images", "Boot the network's image.");
        assertThat(world.journal.calls()).contains("forgetServer").doesNotContain("registerMachine");
    }

    @Test
    void aServerThatTheNetworkDoesNotTakeIsRefusedBeforeAnythingIsAsked() {
        world.machine.choice = ProofChoice.refused("SERVER_NOT_CONFIDENTIAL", "no label.", "Boot it as one.");

        assertThat(onboard().code()).isEqualTo("SERVER_NOT_CONFIDENTIAL");
        assertThat(world.journal.calls()).doesNotContain("reportDevices", "machineDevices");
    }

    @Test
    void theChecksAreAnsweredInTheirOrderBeforeAnythingIsWritten() {
        Admission unknownNode = new Admission(404, "NODE_NOT_FOUND", "no such node", "check the name", null);
        world.cluster.lookup = new NodeLookup(null, unknownNode);
        world.inventory.completeServers.add("h200-0");

        assertThat(admissionOf(request)).isEqualTo(unknownNode);

        world.cluster.lookup = null;
        world.validator.gpuTypeRefusal = new Admission(400, "GPU_UNSUPPORTED", "no h200", "use another", null);
        assertThat(admissionOf(request))
                .extracting(Admission::status, Admission::code)
                .containsExactly(409, "SERVER_ALREADY_PROVISIONED");

        world.inventory.completeServers.clear();
        assertThat(admissionOf(request).status()).isEqualTo(400);
        assertThat(world.journal.calls()).doesNotContain("labelNode", "recordServer", "append");
    }

    @Test
    void aClusterOrValidatorThatDoesNotAnswerIsAnAdmissionToo() {
        world.journal.failAlways("checkGpuType", "HTTP_503");
        assertThat(patientAdmission().status()).isEqualTo(500);

        world.journal.failAlways("lookUpNode", "CLUSTER_UNREACHABLE");
        assertThat(patientAdmission().status()).isEqualTo(502);
    }

    @Test
    void aSecondCallWhileItRunsAttachesToTheSameStory() {
        world.close();
        world = new World(); // nobody polls the host's queue, so it is still running

        Admission first = admissionOf(request);
        Admission second = admissionOf(request);

        assertThat(first.admitted()).isTrue();
        assertThat(second).isEqualTo(first);
        assertThat(world.journal.count("lookUpNode")).isEqualTo(1);
        assertThat(first.progressStream()).startsWith("onboarding/h200-0 ");
    }

    @Test
    void aNodeThatIsNotReadyLosesItsLabelsAgain() {
        world.cluster.node = new NodeFacts("uid-1", "h200-0", null, false, 2, 4, 64, 1_000, Map.of());

        assertThat(onboard().code()).isEqualTo("NODE_NOT_READY");

        assertThat(world.cluster.labelled).isFalse();
        assertThat(world.inventory.serverRows).isEmpty();
        assertThat(messages().getLast()).contains("Node is not yet ready [status='NotReady']");
        assertThat(ends()).containsExactly(ProgressLine.End.FAILED);
    }

    @Test
    void everythingThatIsWrongWithANodeIsToldAtOnceAndTheNodeIsLeftAlone() {
        world.cluster.problems = List.of(
                NodeProblem.refusal("NODE_CORDONED", "cordoned", "a node that takes pods", "kubectl uncordon h200-0"),
                NodeProblem.warning("GPU_PRODUCT_UNKNOWN", "no label", "a label", "restart discovery"),
                NodeProblem.refusal("RUNTIME_CLASS_MISSING", "no class", "a class", "make it"));

        assertThat(onboard().code()).isEqualTo("NODE_UNFIT");

        assertThat(messages()).anyMatch(line -> line.startsWith("warning: GPU_PRODUCT_UNKNOWN"));
        assertThat(messages().getLast())
                .contains("fails 2 checks")
                .contains("NODE_CORDONED: cordoned; wanted: a node that takes pods. Mend it: kubectl uncordon h200-0")
                .contains("RUNTIME_CLASS_MISSING");
        assertThat(world.journal.calls()).doesNotContain("labelNode", "unlabelNode", "recordServer");
    }

    @Test
    void aModelCacheThatNoPodCanUseKeepsTheServerOut() {
        world.cluster.cleaned = new CacheReport("h200-0", 0, 0, 0, "JOB_FAILED", "The pod failed: read-only");

        assertThat(onboard().code()).isEqualTo("STORAGE_FOLDER_UNUSABLE");

        assertThat(messages().getLast()).contains("read-only", "/var/snap/cache");
        assertThat(world.cluster.jobs).isEmpty();
        assertUndone();
    }

    @Test
    void aGpuWorkerThatIsAwayIsReportedAndThenGivenUp() {
        world.close();
        world = new World();

        assertThat(onboard().code()).isEqualTo("GPU_WORKER_ABSENT");

        assertThat(messages()).filteredOn(line -> line.contains("is away")).hasSizeGreaterThan(2);
        assertUndone();
    }

    @Test
    void gpusThatTheNodeDoesNotPromiseAreRefused() {
        world.gpuHost.devices = List.of(FakeGpuHost.device(0, "NVIDIA H200"));
        assertThat(onboard().code()).isEqualTo("GPU_COUNT_MISMATCH");

        world.gpuHost.devices = List.of(FakeGpuHost.device(0, "NVIDIA H200"), FakeGpuHost.device(0, "NVIDIA H200"));
        assertThat(onboard().code()).isEqualTo("GPU_REPORTED_TWICE");

        world.gpuHost.devices = List.of(FakeGpuHost.device(0, "NVIDIA H200"), FakeGpuHost.device(1, "NVIDIA A100"));
        assertThat(onboard().code()).isEqualTo("GPU_MODELS_DIFFER");

        world.gpuHost.devices = List.of(FakeGpuHost.device(0, "NVIDIA A100"), FakeGpuHost.device(1, "NVIDIA A100"));
        assertThat(onboard().code()).isEqualTo("GPU_NAME_MISMATCH");

        world.cluster.node =
                new NodeFacts("uid-1", "h200-0", null, true, 2, 4, 64, 1_000, Map.of("nvidia.com/gpu.memory", "81559"));
        world.gpuHost.devices = List.of(FakeGpuHost.device(0, "NVIDIA H200"), FakeGpuHost.device(1, "NVIDIA H200"));
        assertThat(onboard().code()).isEqualTo("GPU_MEMORY_MISMATCH");
        assertUndone();
        assertThat(world.journal.has("announceNodes")).isFalse();
    }

    @Test
    void aProofThatIsWrongIsNeverAnnounced() {
        world.gpuHost.verdict = new ProofVerdict(false, "WRONG_PLAINTEXT", "GPU 1 answered wrongly");

        OnboardingOutcome outcome = onboard();

        assertThat(outcome.code()).isEqualTo("WRONG_PLAINTEXT");
        assertThat(messages().getLast()).contains("GPU 1 answered wrongly");
        assertThat(world.journal.has("announceNodes")).isFalse();
        assertUndone();
    }

    @Test
    void aWorkerThatDiesInItsProofIsAskedAgainWithAFreshChallenge() {
        world.gpuHost.breaks.add(broken(ProofFailures.WORKER_LOST, "/audit: no connection"));
        world.gpuHost.breaks.add(broken(ProofFailures.STALLED, "/prove was not answered within 62.8 s"));

        assertThat(onboard().completed()).isTrue();

        assertThat(world.gpuHost.examined)
                .extracting(ProofOrder::proofId)
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(messages())
                .anyMatch(line -> line.contains("GPU_WORKER_LOST: /audit: no connection") && line.contains("(2 of 3)"))
                .anyMatch(line -> line.contains("GPU_PROOF_STALLED") && line.contains("(3 of 3)"));
        assertThat(world.journal.count("reportDevices")).isEqualTo(3);
    }

    @Test
    void aProofThatNeverComesToAnEndIsGivenUpWithItsReason() {
        for (int i = 0; i < 3; i++) {
            world.gpuHost.breaks.add(broken(ProofFailures.STALLED, "/prove was not answered within 62.8 s"));
        }

        assertThat(onboard().code()).isEqualTo("GPU_PROOF_STALLED");

        assertThat(messages().getLast()).contains("62.8 s", "nvidia-smi on h200-0", "restart its GPU worker");
        assertUndone();
    }

    @Test
    void aGpuThatFallsOffTheBusInTheProofIsNamed() {
        world.gpuHost.breaks.add(broken(ProofFailures.GPU_LOST, "nvidia-smi does not show 7 any more"));
        assertThat(onboard().code()).isEqualTo("GPU_LOST");
        assertThat(world.journal.count("examine")).isEqualTo(1);
        assertThat(messages().getLast()).contains("dmesg | grep -i xid");

        world.gpuHost.breaks.add(broken(ProofFailures.WORKER_LOST, "no connection"));
        world.gpuHost.reportsLater.add(
                List.of(FakeGpuHost.device(0, "NVIDIA H200"), FakeGpuHost.device(1, "NVIDIA H200")));
        world.gpuHost.reportsLater.add(List.of(FakeGpuHost.device(0, "NVIDIA H200")));
        assertThat(onboard().code()).isEqualTo("GPU_LOST");
        assertThat(messages().getLast()).contains("does not report " + "%032x".formatted(2) + " any more");
        assertUndone();
    }

    private static ApplicationFailure broken(String type, String what) {
        return ApplicationFailure.newNonRetryableFailure(what, type);
    }

    @Test
    void aValidatorThatWillNotHaveItEndsTheStoryAfterItsWord() {
        world.validator.announcement = NodeAnnouncement.refused("409, message=GPU belongs to somebody else");

        assertThat(onboard().completed()).isFalse();

        assertThat(messages().getLast())
                .isEqualTo("failed to advertising node to 5Validator via http://127.0.0.1:8100: 409, message=GPU"
                        + " belongs to somebody else");
        assertThat(ends()).containsExactly(ProgressLine.End.REFUSED);
        assertUndone();
    }

    @Test
    void aVerificationThatFailsIsUndoneInReverse() {
        world.validator.verdict = new NodeVerdict(false, "GPU 0 was too slow");

        assertThat(onboard().completed()).isFalse();

        assertThat(messages().getLast()).isEqualTo("Verification failed for 5Validator, aborting! GPU 0 was too slow");
        assertThat(ends()).containsExactly(ProgressLine.End.REFUSED);
        assertThat(world.journal.calls())
                .containsSubsequence("recordVerdict false", "withdrawServer", "forgetServer", "unlabelNode");
        assertUndone();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "examineNode",
                "labelNode",
                "recordServer",
                "reportDevices",
                "examine",
                "recordGpus",
                "announceNodes",
                "awaitVerification",
                "scheduleCacheCleanup",
                "scheduleProofs",
                "completeServer"
            })
    void aStepThatFailsForGoodLeavesNothingBehind(String step) {
        world.journal.failForGood(step, "BROKEN");

        OnboardingOutcome outcome = onboard();

        assertThat(outcome.completed()).isFalse();
        assertThat(outcome.code()).isEqualTo("BROKEN");
        assertThat(ends()).containsExactly(ProgressLine.End.FAILED);
        assertUndone();
    }

    @Test
    void theAgentOfAServerThatDidNotJoinIsToldToStopAfterItsRowsAreGone() {
        world.validator.verdict = new NodeVerdict(false, "GPU 0 was too slow");

        onboard(new OnboardingRequest(
                "h200-0", World.VALIDATOR, 2.5, "h200", "http://198.51.100.7:32000", TIMINGS, API));

        assertThat(world.journal.calls()).containsSubsequence("forgetServer", "unlabelNode", "stopAgent");
        assertUndone();
    }

    @Test
    void anUndoingThatFailsKeepsNoOtherFromIt() {
        world.validator.verdict = new NodeVerdict(false, null);
        world.journal.failForGood("withdrawServer", "BROKEN");

        onboard();

        assertThat(world.journal.calls()).contains("forgetServer", "unlabelNode");
        assertThat(messages()).anyMatch(line -> line.startsWith("could not withdraw the server"));
    }

    @Test
    void aCancellationUndoesWhatWasDone() {
        world.close();
        world = new World();
        OnboardingWorkflow onboarding = world.workflow(OnboardingWorkflow.class, WorkflowIds.onboarding("h200-0"));
        world.after(
                Duration.ofSeconds(1), () -> WorkflowStub.fromTyped(onboarding).cancel());
        WorkflowClient.start(onboarding::onboard, request);

        assertThatThrownBy(() -> world.result(onboarding, OnboardingOutcome.class))
                .hasRootCauseInstanceOf(CanceledFailure.class);

        assertUndone();
        assertThat(ends()).containsExactly(ProgressLine.End.FAILED);
    }

    private void assertUndone() {
        assertThat(world.cluster.labelled).isFalse();
        assertThat(world.inventory.serverRows).isEmpty();
        assertThat(world.inventory.schedules).isEmpty();
        assertThat(world.validator.knowsServer).isFalse();
    }

    private OnboardingOutcome onboard() {
        return onboard(request);
    }

    private OnboardingOutcome onboard(OnboardingRequest request) {
        OnboardingWorkflow onboarding = world.workflow(OnboardingWorkflow.class, WorkflowIds.onboarding("h200-0"));
        WorkflowClient.start(onboarding::onboard, request);
        return world.result(onboarding, OnboardingOutcome.class);
    }

    /** As the REST server asks: starts it, or attaches to the one that runs, and awaits the checks' result. */
    /** An update that waits does not let the virtual clock run; this one pushes it along until the answer is there. */
    private Admission patientAdmission() {
        CompletableFuture<Admission> answer = CompletableFuture.supplyAsync(() -> admissionOf(request));
        while (!answer.isDone()) {
            world.temporal.sleep(Duration.ofSeconds(1));
        }
        return answer.join();
    }

    private Admission admissionOf(OnboardingRequest asked) {
        OnboardingWorkflow onboarding = world.client()
                .newWorkflowStub(
                        OnboardingWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue("rigger")
                                .setWorkflowId(WorkflowIds.onboarding(asked.name()))
                                .setWorkflowIdConflictPolicy(
                                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                                .build());
        return WorkflowClient.executeUpdateWithStart(
                onboarding::admission,
                UpdateOptions.<Admission>newBuilder()
                        .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                        .build(),
                new WithStartWorkflowOperation<>(onboarding::onboard, asked));
    }

    private List<String> messages() {
        return world.inventory.progress.stream().map(ProgressLine::message).toList();
    }

    private List<ProgressLine.End> ends() {
        return world.inventory.progress.stream()
                .map(ProgressLine::end)
                .filter(end -> end != ProgressLine.End.OPEN)
                .toList();
    }
}
