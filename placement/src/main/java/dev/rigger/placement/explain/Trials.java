package dev.rigger.placement.explain;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.change.Change;
import dev.rigger.placement.change.FleetChange;
import java.time.Instant;
import java.util.List;

/** Plans that are made to find something out: counted, and not more than allowed. */
final class Trials {

    private final Planner planner;
    private final Planner unvetoed;
    private final FleetSnapshot snapshot;
    private final int most;
    private int made;

    Trials(Planner planner, Planner unvetoed, FleetSnapshot snapshot, int most) {
        this.planner = planner;
        this.unvetoed = unvetoed;
        this.snapshot = snapshot;
        this.most = most;
    }

    FleetSnapshot changed(List<Change> changes) {
        FleetSnapshot changed = snapshot;
        for (Change change : changes) {
            changed = change.applied(changed);
        }
        return changed;
    }

    Plan plan(List<Change> changes, FleetSnapshot changed) {
        made++;
        return (changes.contains(new FleetChange.VetoLifted()) ? unvetoed : planner).plan(changed);
    }

    /** When the plan was made that is explained. */
    Instant asked() {
        return snapshot.takenAt();
    }

    boolean exhausted() {
        return made >= most;
    }

    int made() {
        return made;
    }
}
