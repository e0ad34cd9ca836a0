package dev.rigger.graval;

import dev.rigger.gpv1.ProofWatch;
import dev.rigger.workflows.proof.ProofProgress;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeats an activity from within its computation, so that a computation that hangs stops beating, and learns from the
 * heartbeats that it is no longer wanted. Thread-safe.
 */
final class HeartbeatWatch implements ProofWatch {
    /** The SDK sends less often; this bounds how long a cancellation stays unseen. */
    private static final Duration BETWEEN_BEATS = Duration.ofMillis(250);

    private final ActivityExecutionContext activity;
    private final InstantSource clock;
    private final Instant started;
    private Instant lastBeat = Instant.MIN;
    private double done;
    private @Nullable ActivityCompletionException unwanted;

    HeartbeatWatch(ActivityExecutionContext activity, InstantSource clock) {
        this.activity = activity;
        this.clock = clock;
        this.started = clock.instant();
    }

    @Override
    public synchronized void done(double share) {
        done = Math.max(done, share);
    }

    @Override
    public synchronized boolean cancelled() {
        Instant now = clock.instant();
        if (unwanted == null && !now.isBefore(lastBeat.plus(BETWEEN_BEATS))) {
            lastBeat = now;
            beat(now);
        }
        return unwanted != null;
    }

    /** Why the computation is no longer wanted, in Temporal's words. */
    synchronized Optional<ActivityCompletionException> unwanted() {
        return Optional.ofNullable(unwanted);
    }

    private void beat(Instant now) {
        try {
            activity.heartbeat(new ProofProgress(done, secondsLeft(now)));
        } catch (ActivityCompletionException e) {
            unwanted = e;
        }
    }

    private double secondsLeft(Instant now) {
        double elapsed = Duration.between(started, now).toMillis() / 1_000.0;
        return done <= 0 ? 0 : elapsed * (1 - done) / done;
    }
}
