package dev.rigger.activities.validator;

import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;

/** The one place where an unreachable validator becomes a failure that Temporal retries. */
public final class ActivityFailures {
    private ActivityFailures() {}

    public static <T> T orRetry(Supplier<T> call) {
        try {
            return call.get();
        } catch (ValidatorUnreachable e) {
            throw ApplicationFailure.newBuilder()
                    .setMessage(String.valueOf(e.getMessage()))
                    .setType(ValidatorUnreachable.CODE)
                    .setNextRetryDelay(e.retryAfter().orElse(null))
                    .build();
        }
    }

    public static void orRetry(Runnable call) {
        orRetry(() -> {
            call.run();
            return true;
        });
    }
}
