package dev.rigger.placement.rules;

import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Stage;

/** What exists of each chute, ours and others', and how many more there may be. Jobs and what is ending do not count. */
public final class Copies {

    private final FleetView fleet;
    private final int[] ours;
    private final int[] onTheWay;
    private final int[] unseen;
    private final int[] active;

    Copies(FleetView fleet) {
        this.fleet = fleet;
        ours = new int[fleet.chutes()];
        onTheWay = new int[fleet.chutes()];
        unseen = new int[fleet.chutes()];
        active = new int[fleet.chutes()];
        for (int d = 0; d < fleet.deployments(); d++) {
            int chute = fleet.chuteOf(d);
            if (chute != FleetView.NONE) {
                count(chute, fleet.deployment(d));
            }
        }
        for (OpenLaunch launch : fleet.snapshot().openLaunches()) {
            int chute = fleet.chuteNumber(launch.chuteId());
            if (chute != FleetView.NONE && launch.jobId() == null) {
                ours[chute]++;
                onTheWay[chute]++;
                unseen[chute]++;
            }
        }
    }

    private void count(int chute, Deployment copy) {
        if (copy.job() || copy.stage() == Stage.ENDING) {
            return;
        }
        ours[chute]++;
        if (copy.stage() == Stage.ACTIVE) {
            active[chute]++;
            return;
        }
        onTheWay[chute]++;
        if (copy.stage() == Stage.PENDING) {
            unseen[chute]++;
        }
    }

    /** Our copies, on their way or active, open launches included. */
    public int ours(int chute) {
        return ours[chute];
    }

    /** Of ours, those that do not serve yet. */
    public int onTheWay(int chute) {
        return onTheWay[chute];
    }

    /** A bounty rewards the first copy alone, so it counts only while we have none. */
    public boolean bountied(int chute) {
        return fleet.chute(chute).bounty() != null && ours[chute] == 0;
    }

    /** How many of a chute's active copies, of all miners, may go: all but the last that is known of. */
    public int expendable(int chute) {
        Demand demand = fleet.chute(chute).demand();
        return Math.max(0, (demand == null ? active[chute] : demand.active()) - 1);
    }

    /** How many further copies of ours validator and operator allow now; 0 or more. */
    public int allowed(int chute) {
        Integer most = fleet.chute(chute).allowedCopies();
        int wanted = wanted(chute);
        return most == null ? wanted : Math.max(0, Math.min(wanted, most - ours[chute]));
    }

    private int wanted(int number) {
        Chute chute = fleet.chute(number);
        int byDemand = wantedBy(chute, number);
        return bountied(number) ? Math.max(1, byDemand) : byDemand;
    }

    private int wantedBy(Chute chute, int number) {
        Demand demand = chute.demand();
        if (demand == null) {
            // Nobody said yet that more than one is wanted; asked too early, the validator says no for minutes.
            return ours[number] == 0 ? 1 : 0;
        }
        if (!demand.scalable()) {
            return 0;
        }
        Integer target = demand.target();
        if (target == null) {
            return onTheWay[number] == 0 && (chute.open() || ours[number] == 0) ? 1 : 0;
        }
        if (demand.active() >= target) {
            return 0;
        }
        if (!chute.open()) {
            return ours[number] == 0 ? 1 : 0;
        }
        int further = target + (chute.tee() ? 1 : 0) - demand.live() - unseen[number];
        return Math.max(0, further);
    }
}
