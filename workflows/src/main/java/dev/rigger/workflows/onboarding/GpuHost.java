package dev.rigger.workflows.onboarding;

import dev.rigger.workflows.Steps;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.progress.ProgressLog;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.GpuHostActivities;
import dev.rigger.workflows.proof.ProofAnswer;
import dev.rigger.workflows.proof.ProofChallenge;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * The worker on the server itself, asked through its own queue. While it is away the operator is told so, again and
 * again, until it comes or the patience is over; another host is never asked instead.
 */
final class GpuHost {
    private static final Duration REPORT = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final OnboardingRequest request;
    private final ProgressLog progress;

    GpuHost(OnboardingRequest request, ProgressLog progress) {
        this.request = request;
        this.progress = progress;
    }

    DeviceReport reportDevices() {
        return whenThere(() -> Steps.onHost(
                        GpuHostActivities.class,
                        queue(),
                        "Which GPUs " + request.name() + " has",
                        request.timings().workerAbsence(),
                        REPORT,
                        null)
                .reportDevices(request.name()));
    }

    ProofAnswer prove(ProofChallenge challenge) {
        return whenThere(() -> Steps.onHost(
                        GpuHostActivities.class,
                        queue(),
                        "Prove the GPUs of " + request.name(),
                        request.timings().workerAbsence(),
                        request.timings().proof(),
                        HEARTBEAT)
                .prove(challenge));
    }

    private <R> R whenThere(Functions.Func<R> question) {
        long giveUpAt =
                Workflow.currentTimeMillis() + request.timings().workerGiveUp().toMillis();
        while (true) {
            try {
                return question.apply();
            } catch (ActivityFailure failure) {
                if (!isAway(failure)) {
                    throw failure;
                }
                if (Workflow.currentTimeMillis() >= giveUpAt) {
                    throw OnboardingFailure.of(
                            request.name(),
                            "its GPU worker did not come within "
                                    + request.timings().workerGiveUp().toSeconds() + " s.",
                            "GPU_WORKER_ABSENT",
                            "Start the GPU worker on " + request.name() + " (rigger graval-worker with SERVER_NAME="
                                    + request.name() + "), then add it again.");
                }
                progress.say("the GPU worker of " + request.name() + " is away: nobody answers on queue " + queue()
                        + ", still waiting. Is it running there?");
            }
        }
    }

    /** Nobody took it from the queue, which is not the same as somebody who took it and failed. */
    private static boolean isAway(ActivityFailure failure) {
        return failure.getCause() instanceof TimeoutFailure late
                && late.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
    }

    private String queue() {
        return TaskQueues.gpu(request.name());
    }
}
