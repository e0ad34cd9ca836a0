package dev.rigger.simulator.miner;

import dev.rigger.placement.Action.Launch;
import dev.rigger.placement.Plan;
import java.util.concurrent.TimeUnit;

/** Plans when something changed, soon when it is urgent, and carries out a whole plan at once. */
final class AtOnce {
    private static final long URGENT = 50;
    private static final long SOON = TimeUnit.SECONDS.toMillis(2);
    private static final long ANYHOW = TimeUnit.MINUTES.toMillis(2);

    private final Fleet fleet;
    private final Snapshots snapshots;
    private final Mind mind;
    private final Launcher launcher;
    private long planAt = Long.MAX_VALUE;
    private long plannedAt;

    AtOnce(Fleet fleet, Snapshots snapshots, Mind mind, Launcher launcher) {
        this.fleet = fleet;
        this.snapshots = snapshots;
        this.mind = mind;
        this.launcher = launcher;
    }

    void begin() {
        fleet.listen(
                () -> wake(Math.max(
                        fleet.agenda.now() + SOON,
                        plannedAt + fleet.style.gathers().toMillis())),
                () -> wake(fleet.agenda.now() + URGENT),
                () -> {});
        fleet.agenda.every(fleet.agenda.now(), fleet.style.polls().toMillis(), this::poll);
    }

    private void poll() {
        boolean matters = fleet.apiReachable() && snapshots.poll();
        if (matters || fleet.agenda.now() - plannedAt >= ANYHOW) {
            wake(fleet.agenda.now());
        }
    }

    private void wake(long at) {
        if (at < planAt) {
            planAt = at;
            fleet.agenda.at(at, () -> {
                if (planAt == at) {
                    plan();
                }
            });
        }
    }

    private void plan() {
        long now = fleet.agenda.now();
        planAt = Long.MAX_VALUE;
        plannedAt = now;
        Plan plan = mind.plan(fleet.backOffs.records(now));
        for (Launch launch : plan.launches()) {
            launcher.order(launch, done -> {});
        }
        plan.again()
                .ifPresent(again -> wake(Math.max(
                        Moments.millis(again), now + fleet.style.gathers().toMillis())));
    }
}
