package dev.rigger.simulator.miner;

import dev.rigger.placement.Action.Launch;
import dev.rigger.placement.Action.Motive;
import dev.rigger.placement.FleetSnapshot.BackOff;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Works in cycles under one lock: asks for everything anew, goes after the bounties it heard of one after the other, then
 * walks its list until one launch succeeds, and rests.
 */
final class OneByOne {
    private static final long REFRESH = 600;
    private static final long DEPLOY = 300;

    private final Fleet fleet;
    private final Snapshots snapshots;
    private final Mind mind;
    private final Launcher launcher;
    private final List<BackOff> triedThisCycle = new ArrayList<>();
    private boolean changed = true;

    OneByOne(Fleet fleet, Snapshots snapshots, Mind mind, Launcher launcher) {
        this.fleet = fleet;
        this.snapshots = snapshots;
        this.mind = mind;
        this.launcher = launcher;
    }

    void begin() {
        fleet.listen(() -> changed = true, () -> changed = true, () -> changed = true);
        cycle();
    }

    private void cycle() {
        fleet.agenda.in(REFRESH, () -> {
            triedThisCycle.clear();
            if (!fleet.apiReachable()) {
                rest();
                return;
            }
            changed |= snapshots.poll();
            boolean bounties = fleet.chutes.stream().anyMatch(ChuteView::bountied);
            if (changed || bounties) {
                changed = false;
                work(new ArrayDeque<>(mind.plan(List.of()).launches()));
            } else {
                rest();
            }
        });
    }

    private void rest() {
        fleet.agenda.in(fleet.style.polls().toMillis(), this::cycle);
    }

    private void work(Deque<Launch> launches) {
        Launch launch = launches.poll();
        if (launch == null) {
            rest();
            return;
        }
        changed = true;
        boolean begun =
                launcher.order(launch, placed -> fleet.agenda.in(DEPLOY, () -> worked(launch, placed, launches)));
        if (!begun) {
            work(launches);
        }
    }

    /** One whose token was refused is passed over, and the next on the list has its turn. */
    private void worked(Launch launch, boolean placed, Deque<Launch> launches) {
        if (placed || launch.motive() == Motive.BOUNTY) {
            work(launches);
            return;
        }
        triedThisCycle.add(BackOff.ofChute(
                launch.chuteId(), "TRIED", Moments.at(fleet.agenda.now()).plusSeconds(3_600)));
        Deque<Launch> next = new ArrayDeque<>(mind.plan(triedThisCycle).launches());
        next.removeIf(each -> each.motive() == Motive.BOUNTY);
        work(next);
    }
}
