package dev.rigger.activities.proof;

import dev.rigger.gpv1.ProofWatch;
import dev.rigger.workflows.proof.ProofProgress;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Heartbeats from within an examination, and ends it when nobody wants its verdict any more. */
final class BeatingWatch implements ProofWatch {
    private final ActivityExecutionContext activity;
    private final AtomicReference<@Nullable ActivityCompletionException> unwanted = new AtomicReference<>();
    private volatile double done;

    BeatingWatch(ActivityExecutionContext activity) {
        this.activity = activity;
    }

    @Override
    public void done(double share) {
        done = share;
    }

    @Override
    public boolean cancelled() {
        try {
            activity.heartbeat(new ProofProgress(done, 0));
        } catch (ActivityCompletionException e) {
            unwanted.set(e);
        }
        return unwanted.get() != null;
    }

    /** Why, in Temporal's words. */
    RuntimeException because(RuntimeException cancellation) {
        ActivityCompletionException why = unwanted.get();
        return why == null ? cancellation : why;
    }
}
