package dev.rigger.activities.kubernetes;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again and again inside an activity, at growing distances, with a heartbeat at each look. */
final class PatientLook {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final String what;

    PatientLook(String what) {
        this.what = what;
    }

    /** A look that fails ends the activity, which is retried; so does a cancellation, at the next heartbeat. */
    <T> T until(Supplier<T> look, Predicate<T> done) {
        return until(look, done, String::valueOf);
    }

    /** @param words what a look saw, for whoever asks why it takes so long */
    <T> T until(Supplier<T> look, Predicate<T> done, Function<T, String> words) {
        ActivityExecutionContext activity = Activity.getExecutionContext();
        Duration pause = FIRST;
        while (true) {
            T seen = look.get();
            if (done.test(seen)) {
                return seen;
            }
            activity.heartbeat(words.apply(seen));
            sleep(pause);
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(LONGEST) < 0 ? next : LONGEST;
        }
    }

    private void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The look at the " + what + " was interrupted; it is made again", e);
        }
    }
}
