package dev.rigger.placement.search;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What no plan within the rules can gain more than. The limits on copies of a chute and on launches of a plan are given a
 * price instead of being kept (Lagrange); then each pool can be filled on its own, at its best. Any prices give a bound;
 * the lowest of a few rounds is taken. Limits on evictions and on what may be evicted together are left out, and a pool
 * is given its victims for less than they can cost, so that the bound stays on the safe side.
 */
final class UpperBound {

    private static final int MOST_ROUNDS = 30;
    private static final long WORK = 1_500_000;
    private static final double CLOSE = 1e-9;

    private final Ground ground;
    private final List<PoolGroup> groups;
    /** Numbers of the chutes that may be launched; the other arrays follow its order. */
    private final int[] chutes;

    private final int[] sizes;
    private final double[] price;
    private final double[] use;
    private double launchPrice;
    private double launchUse;

    UpperBound(Ground ground) {
        this.ground = ground;
        chutes = IntStream.range(0, ground.fleet.chutes())
                .filter(c -> ground.allowed[c] > 0 && ground.fleet.kindsOfChute(c).length > 0)
                .toArray();
        sizes = Arrays.stream(chutes).map(c -> ground.fleet.chute(c).gpuCount()).toArray();
        price = new double[chutes.length];
        use = new double[chutes.length];
        boolean counted = Arrays.stream(chutes).noneMatch(c -> ground.bountied[c]);
        groups = new PoolGroup.Finder(ground, chutes, counted).find();
    }

    /** @param found the gain of a plan that exists, which tells how large the steps of the search may be */
    double gain(double found) {
        double best = Double.POSITIVE_INFINITY;
        long work = Math.max(
                        1,
                        chutes.length
                                * groups.stream()
                                        .map(PoolGroup::base)
                                        .distinct()
                                        .count())
                + groups.size() * (long) ground.width * ground.width;
        long rounds = Math.clamp(WORK / work, 2, MOST_ROUNDS);
        for (int round = 0; round < rounds; round++) {
            double bound = round();
            best = Math.min(best, bound);
            if (bound - found <= CLOSE * Math.abs(bound) || !step(bound - found)) {
                break;
            }
        }
        return best;
    }

    private double round() {
        Arrays.fill(use, 0);
        launchUse = 0;
        double bound = launchPrice * ground.maxLaunches;
        for (int c = 0; c < chutes.length; c++) {
            bound += price[c] * ground.allowed[chutes[c]];
        }
        Map<double[], BestOfSize> bases = new IdentityHashMap<>();
        for (PoolGroup group : groups) {
            bound += fill(group, bases.computeIfAbsent(group.base(), this::bestOf));
        }
        return bound;
    }

    /** Of each size the chute that is worth most after its price. */
    private record BestOfSize(double[] net, int[] chute) {
        BestOfSize copy() {
            return new BestOfSize(net.clone(), chute.clone());
        }

        void offer(int size, double worth, int c) {
            if (worth > net[size]) {
                net[size] = worth;
                chute[size] = c;
            }
        }
    }

    private BestOfSize bestOf(double[] base) {
        BestOfSize best = new BestOfSize(new double[ground.width], new int[ground.width]);
        for (int c = 0; c < base.length; c++) {
            if (sizes[c] < ground.width) {
                best.offer(sizes[c], net(c, base[c]), c);
            }
        }
        return best;
    }

    private double net(int c, double worth) {
        return worth - price[c] - (ground.bountied[chutes[c]] ? 0 : launchPrice);
    }

    /** The best filling of one pool of the group at the present prices, for all its pools. */
    private double fill(PoolGroup group, BestOfSize base) {
        BestOfSize here = group.better().length == 0 ? base : base.copy();
        for (int i = 0; i < group.better().length; i++) {
            int c = group.better()[i];
            if (sizes[c] < ground.width) {
                here.offer(sizes[c], net(c, group.betterWorth()[i]), c);
            }
        }
        Knapsack knapsack = new Knapsack(here.net(), group.room(), group.launches());
        int gpus = knapsack.best(group.cost());
        knapsack.sizesOf(gpus).forEach(size -> {
            int c = here.chute()[size];
            use[c] += group.pools();
            launchUse += ground.bountied[chutes[c]] ? 0 : group.pools();
        });
        return group.pools() * knapsack.net(gpus, group.cost());
    }

    /** Moves prices towards where limits are exceeded; false when none is and none has a price. */
    private boolean step(double miss) {
        double overLaunches = launchUse - ground.maxLaunches;
        double norm = overLaunches > 0 || launchPrice > 0 ? overLaunches * overLaunches : 0;
        for (int c = 0; c < chutes.length; c++) {
            double over = use[c] - ground.allowed[chutes[c]];
            norm += over > 0 || price[c] > 0 ? over * over : 0;
        }
        if (norm == 0) {
            return false;
        }
        double step = miss / norm;
        launchPrice = Math.max(0, launchPrice + step * overLaunches);
        for (int c = 0; c < chutes.length; c++) {
            price[c] = Math.max(0, price[c] + step * (use[c] - ground.allowed[chutes[c]]));
        }
        return true;
    }
}
