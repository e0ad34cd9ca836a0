package dev.rigger.workflows.onboarding;

import dev.rigger.workflows.progress.ProgressLog;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Functions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be undone should a later step fail, the last first. One that fails does not keep the others from it. */
final class Undoing {
    /** How long each is tried. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private record Undo(String what, Functions.Proc how) {}

    private final ProgressLog progress;
    private final Deque<Undo> steps = new ArrayDeque<>();

    Undoing(ProgressLog progress) {
        this.progress = progress;
    }

    /** Registered before the step, whose outcome may stay unknown; so undoing what was never done is success. */
    void before(String what, Functions.Proc how) {
        steps.push(new Undo(what, how));
    }

    /** Everything succeeded: nothing is undone from here on. */
    void keep() {
        steps.clear();
    }

    void all() {
        while (!steps.isEmpty()) {
            Undo undo = steps.pop();
            try {
                undo.how().apply();
            } catch (ActivityFailure away) {
                progress.say("could not " + undo.what() + "; deleting the server does it later");
            }
        }
    }
}
