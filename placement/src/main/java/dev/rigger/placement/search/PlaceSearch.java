package dev.rigger.placement.search;

import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.Pool;

/** Finds where a chute would go best as a board stands. */
final class PlaceSearch {

    private static final double SAME = 1e-9;

    private final Ground ground;
    private final Steps steps;
    private final boolean[] cachedHere;

    PlaceSearch(Ground ground, Steps steps) {
        this.ground = ground;
        this.steps = steps;
        cachedHere = new boolean[ground.fleet.servers()];
    }

    /**
     * @param except a server that does not count, or {@link FleetView#NONE}
     * @param best is told the place, or that there is none
     */
    void best(Board board, int chute, int except, Place best) {
        best.clear();
        mark(chute, true);
        int gpuCount = ground.fleet.chute(chute).gpuCount();
        if (gpuCount < ground.width) {
            for (int kind : ground.fleet.kindsOfChute(chute)) {
                bestOfKind(board, chute, gpuCount, kind, except, best);
            }
        }
        mark(chute, false);
    }

    /** Whether and how the chute would go on that very pool. */
    void at(Board board, int chute, Pool pool, Place place) {
        place.clear();
        int gpuCount = ground.fleet.chute(chute).gpuCount();
        if (steps.next()
                && board.cost[pool.number() * ground.width + gpuCount] != VictimSets.IMPOSSIBLE
                && board.admits(pool.server(), chute)
                && board.launchLeft(chute)
                && ground.suits(chute, pool.server()) == null) {
            mark(chute, true);
            weigh(board, chute, gpuCount, pool, place);
            mark(chute, false);
        }
    }

    private void bestOfKind(Board board, int chute, int gpuCount, int kind, int except, Place best) {
        boolean ordinary = ground.ordinary(chute, kind);
        for (int number : ground.fleet.poolsOfKind(kind)) {
            if (!steps.next()) {
                return;
            }
            double cost = board.cost[number * ground.width + gpuCount];
            Pool pool = ground.pool(number);
            int server = pool.server();
            if (cost == VictimSets.IMPOSSIBLE
                    || server == except
                    || !board.admits(server, chute)
                    || !(ordinary || ground.suits(chute, server) == null)) {
                continue;
            }
            weigh(board, chute, gpuCount, pool, best);
        }
    }

    private void weigh(Board board, int chute, int gpuCount, Pool pool, Place best) {
        int number = pool.number();
        double worth = ground.valuation.worth(chute, pool, cachedHere[pool.server()]);
        int set = board.sets[number * ground.width + gpuCount];
        double cost = board.cost[number * ground.width + gpuCount];
        if (worth - cost < best.gain) {
            return;
        }
        VictimSets sets = board.victimSets();
        boolean disk = board.diskSuffices(chute, number, set);
        if (!disk
                || (set != 0
                        && (Integer.bitCount(set) > board.evictionsLeft()
                                || sets.holds(ground.victims[number], set, chute)))) {
            if (!sets.cheapestFor(board, number, chute, gpuCount)) {
                return;
            }
            set = sets.foundSet;
            cost = sets.foundCost;
        }
        double gain = worth - cost;
        int freed = VictimSets.freed(ground.victims[number], set);
        int freeAfter = board.free[number] - Math.max(0, gpuCount - freed);
        if (accepts(chute, number, set, gain) && better(gain, number, freeAfter, best)) {
            best.pool = number;
            best.victims = set;
            best.freed = freed;
            best.worth = worth;
            best.gain = gain;
            best.freeAfter = freeAfter;
        }
    }

    private boolean accepts(int chute, int pool, int set, double gain) {
        if (gain <= 0) {
            return false;
        }
        return set == 0
                || gain + ground.hysteresis[pool] * VictimSets.loss(ground.victims[pool], set)
                        > ground.valuation.leastGain(chute);
    }

    /** Among places of the same gain the cheapest server wins, then the tightest, then the first. */
    private boolean better(double gain, int pool, int freeAfter, Place best) {
        if (!best.found()) {
            return true;
        }
        double same = SAME * Math.abs(best.gain);
        if (Math.abs(gain - best.gain) > same) {
            return gain > best.gain;
        }
        if (ground.hourlyCost[pool] != ground.hourlyCost[best.pool]) {
            return ground.hourlyCost[pool] < ground.hourlyCost[best.pool];
        }
        return freeAfter < best.freeAfter;
    }

    private void mark(int chute, boolean cached) {
        for (int server : ground.cachedOn[chute]) {
            cachedHere[server] = cached;
        }
    }
}
