package dev.rigger.placement.search;

import java.util.stream.IntStream;

/** Which sizes fill a room best, when each size may be taken as often as one likes, but only so many things in all. */
final class Knapsack {

    private final double[][] gain;
    private final int[][] last;
    private final int most;

    /** @param worth of each size; 0 where there is nothing of that size */
    Knapsack(double[] worth, int room, int most) {
        this.most = most;
        gain = new double[most + 1][room + 1];
        last = new int[most + 1][room + 1];
        for (int things = 1; things <= most; things++) {
            for (int used = 1; used <= room; used++) {
                gain[things][used] = gain[things - 1][used];
                for (int size = 1; size <= used && size < worth.length; size++) {
                    double with = gain[things - 1][used - size] + worth[size];
                    if (worth[size] > 0 && with > gain[things][used]) {
                        gain[things][used] = with;
                        last[things][used] = size;
                    }
                }
            }
        }
    }

    /** How much of the room to use when using it costs; 0 when it is not worth it. */
    int best(double[] cost) {
        int best = 0;
        for (int used = 1; used < cost.length; used++) {
            if (net(used, cost) > net(best, cost)) {
                best = used;
            }
        }
        return best;
    }

    double net(int used, double[] cost) {
        return used == 0 ? 0 : gain[most][used] - cost[used];
    }

    /** The sizes that fill so much. */
    IntStream sizesOf(int used) {
        IntStream.Builder sizes = IntStream.builder();
        int left = used;
        for (int things = most; things > 0 && left > 0; things--) {
            if (last[things][left] > 0) {
                sizes.add(last[things][left]);
                left -= last[things][left];
            }
        }
        return sizes.build();
    }
}
