package dev.rigger.workflows;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Functions;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The few ways in which a workflow calls the world, with their time-outs and retries in one place.
 *
 * <p>A <em>quick</em> step is a local activity: it costs one history event and shares its workflow task with its
 * neighbours. Whatever it cannot do within {@link #QUICK} is done by the same step run <em>patiently</em>, as an ordinary
 * activity. Every activity is idempotent, so running it in both ways is running it once. How long an ordinary activity pauses
 * between two attempts is the worker's setting.
 */
public final class Steps {
    /** The longest a workflow task is kept open by one quick step. */
    public static final Duration QUICK = Duration.ofSeconds(2);

    private static final Duration CALL = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private static final Duration SHORT_HEARTBEAT = Duration.ofSeconds(5);

    private static final int HOST_ATTEMPTS = 3;
    private static final int LONGEST_SUMMARY = 120;

    private Steps() {}

    /** A stub whose calls are local activities. */
    public static <A> A quick(Class<A> activities, String summary) {
        return Workflow.newLocalActivityStub(
                activities,
                LocalActivityOptions.newBuilder()
                        .setScheduleToCloseTimeout(QUICK)
                        .setStartToCloseTimeout(QUICK)
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setInitialInterval(Duration.ofMillis(50))
                                .setMaximumAttempts(3)
                                .setDoNotRetry(FailureTypes.retryLater())
                                .build())
                        .setSummary(shown(summary))
                        .build());
    }

    /** A stub whose calls are retried until they succeed, or fail in a way that no repetition mends. */
    public static <A> A patient(Class<A> activities, String summary) {
        return Workflow.newActivityStub(activities, ordinary(summary).build());
    }

    /** The same, given up after {@code atMost} from the first attempt. */
    public static <A> A patient(Class<A> activities, String summary, Duration atMost) {
        return Workflow.newActivityStub(
                activities, ordinary(summary).setScheduleToCloseTimeout(atMost).build());
    }

    /** A stub whose calls are tried one single time, heartbeat, and take {@code atMost}; without them the work is done later. */
    public static <A> A once(Class<A> activities, String summary, Duration atMost) {
        return Workflow.newActivityStub(
                activities,
                ordinary(summary)
                        .setStartToCloseTimeout(atMost)
                        .setScheduleToCloseTimeout(atMost)
                        .setHeartbeatTimeout(SHORT_HEARTBEAT)
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build());
    }

    /** A stub for calls that last: they heartbeat, and in all take {@code atMost}. */
    public static <A> A watching(Class<A> activities, String summary, Duration atMost) {
        return Workflow.newActivityStub(
                activities,
                ordinary(summary)
                        .setStartToCloseTimeout(atMost)
                        .setScheduleToCloseTimeout(atMost)
                        .setHeartbeatTimeout(HEARTBEAT)
                        .setCancellationType(ActivityCancellationType.TRY_CANCEL)
                        .build());
    }

    /**
     * A stub for calls that one host alone can answer: they wait in its queue for {@code absence}, after which whoever
     * called decides; they are never answered by another host.
     *
     * @param heartbeat null for calls that are too short to heartbeat
     */
    public static <A> A onHost(
            Class<A> activities,
            String queue,
            String summary,
            Duration absence,
            Duration atMost,
            @Nullable Duration heartbeat) {
        ActivityOptions.Builder options = ordinary(summary)
                .setTaskQueue(queue)
                .setScheduleToStartTimeout(absence)
                .setStartToCloseTimeout(atMost)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(RetryOptions.newBuilder()
                        .setMaximumAttempts(HOST_ATTEMPTS)
                        .build());
        if (heartbeat != null) {
            options.setHeartbeatTimeout(heartbeat);
        }
        return Workflow.newActivityStub(activities, options.build());
    }

    /** Runs the step quickly, and patiently where that did not succeed. */
    public static <R> R quicklyOrPatiently(Functions.Func<R> quick, Functions.Func<R> patient) {
        try {
            return quick.apply();
        } catch (ActivityFailure notQuick) {
            if (isCancellation(notQuick)) {
                throw notQuick;
            }
            return patient.apply();
        }
    }

    /** The call's answer; cancelled, and thrown as a cancellation, when {@code over} comes first. */
    public static <R> R unless(Supplier<Boolean> over, Functions.Func<R> call) {
        CompletablePromise<R> answer = Workflow.newPromise();
        CancellationScope scope = Workflow.newCancellationScope(() -> answer.completeFrom(Async.function(call)));
        scope.run();
        Workflow.await(() -> answer.isCompleted() || over.get());
        if (!answer.isCompleted()) {
            scope.cancel("the answer is not wanted any more");
        }
        return answer.get();
    }

    /** One call of {@code step}, quickly, and patiently where that did not succeed. */
    public static <A, R> R call(Class<A> activities, String summary, Functions.Func1<A, R> step) {
        return quicklyOrPatiently(
                () -> step.apply(quick(activities, summary)), () -> step.apply(patient(activities, summary)));
    }

    /** One call of {@code step} that answers nothing. */
    public static <A> void run(Class<A> activities, String summary, Functions.Proc1<A> step) {
        call(activities, summary, (A stub) -> {
            step.apply(stub);
            return true;
        });
    }

    /** Waits for {@code condition}, at most {@code patience}; answers whether it came. The timer shows {@code why}. */
    public static boolean await(Duration patience, String why, Supplier<Boolean> condition) {
        if (condition.get()) {
            return true;
        }
        if (patience.isNegative() || patience.isZero()) {
            return false;
        }
        CompletablePromise<Void> rang = Workflow.newPromise();
        CancellationScope timer = Workflow.newCancellationScope(() -> rang.completeFrom(Workflow.newTimer(
                patience, TimerOptions.newBuilder().setSummary(shown(why)).build())));
        timer.run();
        try {
            Workflow.await(() -> condition.get() || rang.isCompleted());
        } finally {
            if (!rang.isCompleted()) {
                timer.cancel();
            }
        }
        return condition.get();
    }

    public static boolean isCancellation(Throwable failure) {
        return failure instanceof CanceledFailure || failure.getCause() instanceof CanceledFailure;
    }

    private static ActivityOptions.Builder ordinary(String summary) {
        return ActivityOptions.newBuilder().setStartToCloseTimeout(CALL).setSummary(shown(summary));
    }

    /** The server refuses a summary beyond its limit, and nobody reads that much of one. */
    private static String shown(String summary) {
        return summary.length() <= LONGEST_SUMMARY ? summary : summary.substring(0, LONGEST_SUMMARY - 1) + "…";
    }
}
