package dev.rigger.activities.inventory;

import dev.rigger.inventory.Progress;
import dev.rigger.inventory.StoredProgress;
import dev.rigger.workflows.progress.ProgressActivities;
import dev.rigger.workflows.progress.ProgressLine;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Keeps what workflows tell their callers. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class ProgressLog implements ProgressActivities {
    private final Progress progress;
    private final Clock clock;

    ProgressLog(Progress progress, Clock clock) {
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public void append(ProgressLine line) {
        progress.append(new StoredProgress(
                line.stream(), line.number(), line.message(), line.end().name(), clock.instant()));
    }
}
