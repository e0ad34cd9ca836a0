package dev.rigger.workflows.progress;

import io.temporal.activity.ActivityInterface;

/** Progress lines, kept so that a caller who reconnects sees the whole story. */
@ActivityInterface(namePrefix = "Progress_")
public interface ProgressActivities {
    /** Appends the line once, however often it is called with the same stream and number. */
    void append(ProgressLine line);
}
