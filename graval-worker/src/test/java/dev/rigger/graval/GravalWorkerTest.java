package dev.rigger.graval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.settings.GpuHostSettings;
import dev.rigger.settings.GravalWorkerSettings;
import dev.rigger.settings.SettingsProblem;
import dev.rigger.settings.TemporalSettings;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.proof.GpuHostActivities;
import dev.rigger.workflows.proof.ProofAnswer;
import dev.rigger.workflows.proof.ProofChallenge;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole worker against Temporal's test server: a workflow asks, the host answers on its own queue. */
@Timeout(60)
class GravalWorkerTest {
    private static final String ASKING = "asking";

    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
    private final Verifier verifier = new Verifier(new SecureRandom());
    private final Verifier.Prepared prepared = verifier.prepare(Profile.TINY, Proofs.GPUS, ProofWatch.NONE);

    @BeforeEach
    void startWorkflows() {
        temporal.newWorker(ASKING).registerWorkflowImplementationTypes(AskForProofImpl.class);
        temporal.start();
    }

    @AfterEach
    void stopWorkflows() {
        temporal.close();
    }

    @Test
    void aWorkflowsChallengeIsProvenByTheHostItNames() throws IOException {
        try (GravalWorker worker = worker(Proofs.cpu())) {
            worker.start();
            ProofAnswer answer = ask().prove(argument(prepared.challenge(), Proofs.SERVER));

            assertThat(verifier.check(prepared.secret(), new Answer(answer.plaintexts(), answer.roots()))
                            .accepted())
                    .isTrue();
        }
    }

    @Test
    void aChallengeThatNamesAnotherHostIsRefusedAtTheFirstAttempt() throws IOException {
        try (GravalWorker worker = worker(Proofs.cpu())) {
            worker.start();
            assertThatThrownBy(() -> ask().prove(argument(prepared.challenge(), "a100-0")))
                    .isInstanceOf(WorkflowFailedException.class)
                    .cause()
                    .isInstanceOf(ActivityFailure.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            ApplicationFailure.class,
                            failure -> assertThat(failure.getType()).isEqualTo("WRONG_HOST"));
        }
    }

    @Test
    void aCancelledProofStopsInTheMiddleAndLeavesTheGpusFree() throws Exception {
        Proofs.Endless endless = new Proofs.Endless();
        try (GravalWorker worker = worker(endless)) {
            worker.start();
            WorkflowStub asking = WorkflowStub.fromTyped(ask());
            asking.start(argument(prepared.challenge(), Proofs.SERVER));
            endless.working.await();

            asking.cancel();

            assertThatThrownBy(() -> asking.getResult(ProofAnswer.class))
                    .isInstanceOf(WorkflowFailedException.class)
                    .hasCauseInstanceOf(CanceledFailure.class);
            // The workflow waited for the activity's own end.
            assertThat(endless.stopped.getCount()).isZero();
        }
    }

    @Test
    void aStoppedWorkerGivesTheProofToItsSuccessorWhichStartsOver() throws Exception {
        Proofs.Endless endless = new Proofs.Endless();
        WorkflowStub asking = WorkflowStub.fromTyped(ask());
        try (GravalWorker first = worker(endless)) {
            first.start();
            asking.start(argument(prepared.challenge(), Proofs.SERVER));
            endless.working.await();
        }
        endless.stopped.await();

        try (GravalWorker second = worker(Proofs.cpu())) {
            second.start();
            ProofAnswer answer = asking.getResult(ProofAnswer.class);
            assertThat(verifier.check(prepared.secret(), new Answer(answer.plaintexts(), answer.roots()))
                            .accepted())
                    .isTrue();
        }
    }

    @Test
    void theVerificationPortAnswersBesideTheQueue() throws Exception {
        try (GravalWorker worker = worker(Proofs.cpu());
                HttpClient http = HttpClient.newHttpClient()) {
            worker.start();
            assertThat(http.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + worker.port() + "/ping"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .isEqualTo("pong");
        }
    }

    @Test
    void aHostWithoutSimulatedGpusIsToldWhyItCannotStart() {
        assertThatThrownBy(
                        () -> GravalWorker.backend(new GpuHostSettings(Proofs.SERVER, "127.0.0.1", "127.0.1.1", 0, "")))
                .isInstanceOf(SettingsProblem.class)
                .hasMessageContaining("no CUDA here, because ");
    }

    private GravalWorker worker(GpuBackend backend) throws IOException {
        GravalWorkerSettings settings = new GravalWorkerSettings(
                Hotkey.fromSeed("01".repeat(32)).ss58(),
                List.of(),
                new TemporalSettings("unused:0", "default", null, false, null, null, null, null),
                new GpuHostSettings(Proofs.SERVER, "127.0.0.1", "127.0.1.1", 0, "8xh200"));
        WorkflowClient client = temporal.getWorkflowClient();
        return new GravalWorker(settings, client, backend, InstantSource.system());
    }

    private AskForProof ask() {
        return temporal.getWorkflowClient()
                .newWorkflowStub(
                        AskForProof.class,
                        WorkflowOptions.newBuilder().setTaskQueue(ASKING).build());
    }

    private static ProofChallenge argument(Challenge challenge, String server) {
        return Proofs.asActivityArgument("proof-1", server, challenge);
    }

    /** Asks as onboarding does. */
    @WorkflowInterface
    public interface AskForProof {
        @WorkflowMethod
        ProofAnswer prove(ProofChallenge challenge);
    }

    public static class AskForProofImpl implements AskForProof {
        @Override
        public ProofAnswer prove(ProofChallenge challenge) {
            return Workflow.newActivityStub(
                            GpuHostActivities.class,
                            ActivityOptions.newBuilder()
                                    .setTaskQueue(TaskQueues.gpu(Proofs.SERVER))
                                    .setStartToCloseTimeout(Duration.ofMinutes(5))
                                    .setHeartbeatTimeout(Duration.ofSeconds(10))
                                    .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                                    .setRetryOptions(RetryOptions.newBuilder()
                                            .setInitialInterval(Duration.ofMillis(100))
                                            .build())
                                    .build())
                    .prove(challenge);
        }
    }
}
