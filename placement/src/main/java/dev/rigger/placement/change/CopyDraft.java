package dev.rigger.placement.change;

import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Stage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A deployment while it is being changed. */
final class CopyDraft {
    private final Deployment original;
    Stage stage;
    boolean job;
    boolean preemptible;
    boolean pinned;

    @Nullable
    Double multiplier;

    @Nullable
    Instant activatedAt;

    CopyDraft(Deployment original) {
        this.original = original;
        stage = original.stage();
        job = original.job();
        preemptible = original.preemptible();
        pinned = original.pinned();
        multiplier = original.multiplier();
        activatedAt = original.activatedAt();
    }

    Deployment copy() {
        return new Deployment(
                original.deploymentId(),
                original.chuteId(),
                original.version(),
                original.serverId(),
                stage,
                job,
                preemptible,
                pinned,
                multiplier,
                original.diskGib(),
                original.createdAt(),
                activatedAt);
    }
}
