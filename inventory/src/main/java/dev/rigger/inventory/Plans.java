package dev.rigger.inventory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tables {@code plans} and {@code planned_launches}. */
public interface Plans {
    Optional<StoredPlan> byId(String planId);

    List<PlannedLaunch> launchesOf(String planId);

    /** Stores both in one transaction; a plan of that id that exists already stays as it is. */
    void store(StoredPlan plan, List<PlannedLaunch> launches);

    /** Launches that are neither reserved nor refused yet. */
    List<PlannedLaunch> open(Instant madeAfter);
}
