package dev.rigger.activities.validator;

import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;

/** The one place where an unreachable validator becomes a failure that Temporal retries. */
final class ActivityFailures {
    private ActivityFailures() {}

    static <T> T orRetry(Supplier<T> call) {
        try {
            return call.get();
        } catch (ValidatorUnreachable e) {
            throw ApplicationFailure.newFailure(String.valueOf(e.getMessage()), ValidatorUnreachable.CODE);
        }
    }

    static void orRetry(Runnable call) {
        orRetry(() -> {
            call.run();
            return true;
        });
    }
}
