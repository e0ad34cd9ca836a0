package dev.rigger.workflows.proof;

import dev.rigger.workflows.Steps;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.progress.ProgressLog;
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
public final class GpuHost {
    private static final Duration REPORT = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final String serverName;
    private final Duration absence;
    private final Duration giveUp;
    private final ProgressLog progress;

    /**
     * @param absence how long to wait for the worker before the operator is told
     * @param giveUp how long to wait for it in all
     */
    public GpuHost(String serverName, Duration absence, Duration giveUp, ProgressLog progress) {
        this.serverName = serverName;
        this.absence = absence;
        this.giveUp = giveUp;
        this.progress = progress;
    }

    /** @throws ProofFailure when nobody comes to answer */
    public DeviceReport reportDevices() {
        return whenThere(() -> Steps.onHost(
                        GpuHostActivities.class, queue(), "Which GPUs " + serverName + " has", absence, REPORT, null)
                .reportDevices(serverName));
    }

    /** A proof in one question and one answer, as runs that began long ago ask for it. */
    public ProofAnswer prove(ProofChallenge challenge, Duration atMost) {
        return whenThere(() -> Steps.onHost(
                        GpuHostActivities.class, queue(), "Prove the GPUs of " + serverName, absence, atMost, HEARTBEAT)
                .prove(challenge));
    }

    private <R> R whenThere(Functions.Func<R> question) {
        long giveUpAt = Workflow.currentTimeMillis() + giveUp.toMillis();
        while (true) {
            try {
                return question.apply();
            } catch (ActivityFailure failure) {
                if (!isAway(failure)) {
                    throw failure;
                }
                if (Workflow.currentTimeMillis() >= giveUpAt) {
                    throw new ProofFailure(
                            "GPU_WORKER_ABSENT",
                            "its GPU worker did not come within " + giveUp.toSeconds() + " s.",
                            "Start the GPU worker on " + serverName + " (rigger graval-worker with SERVER_NAME="
                                    + serverName + ").");
                }
                progress.say("the GPU worker of " + serverName + " is away: nobody answers on queue " + queue()
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
        return TaskQueues.gpu(serverName);
    }
}
