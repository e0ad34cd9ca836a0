package dev.rigger.placement.search;

import dev.rigger.placement.rules.Pool;
import dev.rigger.placement.search.Ground.Victims;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Pools on which everything costs and is worth the same, as far as a bound is concerned.
 *
 * @param cost the least that so many GPUs can cost, whoever shares them
 * @param base worth of each placeable chute, shared by groups of one class; minus infinity where it cannot run
 * @param better chutes, by their place in {@code base}, that may be worth something else here
 * @param betterWorth what those are worth here
 */
record PoolGroup(
        Pool example, int pools, int launches, double[] cost, double[] base, int[] better, double[] betterWorth) {

    int room() {
        return cost.length - 1;
    }

    /** Finds the groups of a fleet. */
    static final class Finder {
        private final Ground ground;
        private final int[] placeable;
        private final int[] placeOf;
        private final boolean counted;
        private final Map<Integer, double[]> bases = new LinkedHashMap<>();
        private final Map<Key, PoolGroup> groups = new LinkedHashMap<>();

        private record Key(int base, int launches, List<Double> cost, List<Integer> better, List<Double> betterWorth) {}

        /**
         * @param placeable numbers of the chutes that may be launched
         * @param counted whether launches on a server are limited for all of them
         */
        Finder(Ground ground, int[] placeable, boolean counted) {
            this.ground = ground;
            this.placeable = placeable;
            this.counted = counted;
            placeOf = new int[ground.fleet.chutes()];
            Arrays.fill(placeOf, -1);
            for (int c = 0; c < placeable.length; c++) {
                placeOf[placeable[c]] = c;
            }
        }

        List<PoolGroup> find() {
            for (Pool pool : ground.fleet.pools()) {
                if (ground.open[pool.server()]) {
                    double[] cost = leastCost(pool);
                    if (cost.length > 1) {
                        add(pool, cost);
                    }
                }
            }
            return new ArrayList<>(groups.values());
        }

        private void add(Pool pool, double[] cost) {
            int baseKey = ground.valuation.scored() ? -1 - pool.number() : ground.valuation.classOf(pool);
            double[] base = bases.computeIfAbsent(baseKey, key -> worthOn(pool));
            int[] better = special(pool);
            double[] worth = Arrays.stream(better)
                    .mapToDouble(
                            c -> ground.valuation.worth(placeable[c], pool, ground.cached(placeable[c], pool.server())))
                    .toArray();
            int launches = counted && ground.fleet.poolsOfServer(pool.server()).length == 1
                    ? Math.min(cost.length - 1, ground.maxLaunchesPerServer)
                    : cost.length - 1;
            Key key = new Key(baseKey, launches, boxed(cost), boxed(better), boxed(worth));
            groups.merge(
                    key,
                    new PoolGroup(pool, 1, launches, cost, base, better, worth),
                    (known, more) -> new PoolGroup(
                            known.example, known.pools + 1, launches, known.cost, known.base, better, worth));
        }

        private static List<Double> boxed(double[] values) {
            return Arrays.stream(values).boxed().toList();
        }

        private static List<Integer> boxed(int[] values) {
            return Arrays.stream(values).boxed().toList();
        }

        /** Chutes cached here; or all that may run here, when some were tried on single servers. */
        private int[] special(Pool pool) {
            if (ground.valuation.anyPairKnown()) {
                double[] base = Objects.requireNonNull(
                        bases.get(ground.valuation.scored() ? -1 - pool.number() : ground.valuation.classOf(pool)));
                int[] all = new int[placeable.length];
                int count = 0;
                for (int c = 0; c < all.length; c++) {
                    if (base[c] != Double.NEGATIVE_INFINITY
                            && (ground.cached(placeable[c], pool.server())
                                    || ground.valuation.knowsPair(placeable[c], pool.server()))) {
                        all[count++] = c;
                    }
                }
                return Arrays.copyOf(all, count);
            }
            return ground.fleet.server(pool.server()).cachedChutes().stream()
                    .mapToInt(ground.fleet::chuteNumber)
                    .filter(chute -> chute >= 0 && placeOf[chute] >= 0 && ground.runsOn(chute, pool.kind()))
                    .map(chute -> placeOf[chute])
                    .distinct()
                    .toArray();
        }

        /** What chutes are worth on pools of that class where they are not cached and were never tried. */
        private double[] worthOn(Pool pool) {
            double[] here = new double[placeable.length];
            for (int c = 0; c < here.length; c++) {
                here[c] = ground.runsOn(placeable[c], pool.kind())
                        ? ground.valuation.worthElsewhere(placeable[c], pool)
                        : Double.NEGATIVE_INFINITY;
            }
            return here;
        }

        private double[] leastCost(Pool pool) {
            Victims victims = ground.victims[pool.number()];
            int free = pool.free().size();
            int held = Arrays.stream(victims.gpus()).sum();
            double[] least = new double[1 + free + held];
            double slot = ground.slot[pool.number()];
            double fill = ground.objective.fillShare() * slot;
            double over = ground.objective.slotShare() * slot;
            for (int gpus = 1; gpus < least.length; gpus++) {
                least[gpus] = gpus <= free ? fill * gpus : Double.POSITIVE_INFINITY;
            }
            int[] freedBy = new int[1 << victims.count()];
            double[] lossOf = new double[freedBy.length];
            for (int set = 1; set < freedBy.length; set++) {
                int last = Integer.numberOfTrailingZeros(set);
                freedBy[set] = freedBy[set & (set - 1)] + victims.gpus()[last];
                lossOf[set] = lossOf[set & (set - 1)] + victims.loss()[last];
                for (int gpus = 1; gpus <= free + freedBy[set]; gpus++) {
                    double leftOver = Math.min(freedBy[set], freedBy[set] + free - gpus);
                    double net = (1 + ground.hysteresis[pool.number()]) * lossOf[set]
                            + fill * Math.max(0, gpus - freedBy[set])
                            - over * leftOver;
                    least[gpus] = Math.min(least[gpus], net);
                }
            }
            return least;
        }
    }
}
