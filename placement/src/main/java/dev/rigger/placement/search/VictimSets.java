package dev.rigger.placement.search;

import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.search.Ground.Victims;
import java.util.Arrays;

/**
 * The cheapest way to have so many GPUs of a pool, exactly: every set of its victims is tried in which nobody is needless. The
 * cost counts hysteresis, what free GPUs are worth, and as a gain what the victims free beyond the need.
 */
final class VictimSets {

    static final double IMPOSSIBLE = Double.POSITIVE_INFINITY;

    private final Ground ground;
    private final int[] gpus = new int[1 << Ground.MOST_VICTIMS];
    private final int[] smallest = new int[1 << Ground.MOST_VICTIMS];
    private final double[] loss = new double[1 << Ground.MOST_VICTIMS];

    /** What the last {@link #cheapestFor} found. */
    int foundSet;

    double foundCost;

    VictimSets(Ground ground) {
        this.ground = ground;
    }

    /**
     * Fills {@code cost[at + g]} and {@code sets[at + g]} for every number g of GPUs.
     *
     * @param board whose evictions so far forbid some
     */
    void fill(Board board, int pool, double[] cost, int[] sets, int at) {
        int free = board.free[pool];
        Arrays.fill(cost, at, at + ground.width, IMPOSSIBLE);
        Arrays.fill(sets, at, at + ground.width, 0);
        double fill = ground.objective.fillShare() * ground.slot[pool];
        for (int g = 1; g <= free && g < ground.width; g++) {
            cost[at + g] = fill * g;
        }
        Victims victims = ground.victims[pool];
        if (victims.count() == 0) {
            return;
        }
        sum(victims);
        int most = board.evictionsLeft();
        for (int set = 1; set < 1 << victims.count(); set++) {
            if (Integer.bitCount(set) > most) {
                continue;
            }
            int reach = Math.min(ground.width - 1, free + gpus[set]);
            int withoutOne = free + gpus[set] - smallest[set];
            for (int g = Math.max(free, withoutOne) + 1; g <= reach; g++) {
                double price = price(pool, set, g);
                if (price < cost[at + g] && allowed(board, victims, set)) {
                    cost[at + g] = price;
                    sets[at + g] = set;
                }
            }
        }
    }

    /** The same for one newcomer, whose own copies and disk count; false when there is no set. */
    boolean cheapestFor(Board board, int pool, int newcomer, int gpuCount) {
        foundCost = IMPOSSIBLE;
        Victims victims = ground.victims[pool];
        sum(victims);
        int most = board.evictionsLeft();
        for (int set = 1; set < 1 << victims.count(); set++) {
            double price = price(pool, set, gpuCount);
            if (price < foundCost
                    && Integer.bitCount(set) <= most
                    && suffices(board, pool, newcomer, gpuCount, set)
                    && !holds(victims, set, newcomer)
                    && allowed(board, victims, set)
                    && !anyNeedless(board, pool, newcomer, gpuCount, set)) {
                foundCost = price;
                foundSet = set;
            }
        }
        return foundCost < IMPOSSIBLE;
    }

    private boolean suffices(Board board, int pool, int newcomer, int gpuCount, int set) {
        return board.free[pool] + gpus[set] >= gpuCount && board.diskSuffices(newcomer, pool, set);
    }

    private boolean anyNeedless(Board board, int pool, int newcomer, int gpuCount, int set) {
        for (int left = set; left != 0; left &= left - 1) {
            int without = set & ~Integer.lowestOneBit(left);
            if (suffices(board, pool, newcomer, gpuCount, without)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a copy of the newcomer's chute is in the set. */
    boolean holds(Victims victims, int set, int newcomer) {
        for (int v = 0; v < victims.count(); v++) {
            if ((set >> v & 1) == 1 && ground.fleet.chuteOf(victims.deployments()[v]) == newcomer) {
                return true;
            }
        }
        return false;
    }

    /** GPUs that the set gives back. */
    static int freed(Victims victims, int set) {
        int freed = 0;
        for (int v = 0; v < victims.count(); v++) {
            freed += (set >> v & 1) * victims.gpus()[v];
        }
        return freed;
    }

    /** What is lost with the set, hysteresis not counted. */
    static double loss(Victims victims, int set) {
        double loss = 0;
        for (int v = 0; v < victims.count(); v++) {
            loss += (set >> v & 1) * victims.loss()[v];
        }
        return loss;
    }

    private void sum(Victims victims) {
        for (int set = 1; set < 1 << victims.count(); set++) {
            int last = Integer.numberOfTrailingZeros(set);
            int rest = set & (set - 1);
            gpus[set] = gpus[rest] + victims.gpus()[last];
            loss[set] = loss[rest] + victims.loss()[last];
            smallest[set] = rest == 0 ? victims.gpus()[last] : Math.min(smallest[rest], victims.gpus()[last]);
        }
    }

    private double price(int pool, int set, int gpuCount) {
        double slot = ground.slot[pool];
        int over = gpus[set] - gpuCount;
        return (1 + ground.hysteresis[pool]) * loss[set]
                - (over > 0 ? ground.objective.slotShare() * slot * over : ground.objective.fillShare() * slot * over);
    }

    /** Nobody is evicted twice, and of no chute the last copy. */
    private boolean allowed(Board board, Victims victims, int set) {
        for (int v = 0; v < victims.count(); v++) {
            if ((set >> v & 1) == 0) {
                continue;
            }
            int deployment = victims.deployments()[v];
            if (board.evicted[deployment]) {
                return false;
            }
            int chute = ground.fleet.chuteOf(deployment);
            int going = 1;
            for (int w = 0; w < v; w++) {
                going += (set >> w & 1) == 1 && ground.fleet.chuteOf(victims.deployments()[w]) == chute ? 1 : 0;
            }
            if (chute == FleetView.NONE || board.expendable(chute) < going) {
                return false;
            }
        }
        return true;
    }
}
