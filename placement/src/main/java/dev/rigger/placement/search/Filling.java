package dev.rigger.placement.search;

import dev.rigger.placement.rules.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which chutes together fill the free GPUs of one pool best, exactly: a knapsack over sizes and numbers of launches. */
final class Filling {

    private final Ground ground;
    private final Steps steps;
    private final int[][] chutesOfKind;
    /** Of each size, the chutes worth most, best first. */
    private final List<List<Weighed>> bySize = new ArrayList<>();

    private record Weighed(int chute, double gain) {}

    Filling(Ground ground, Steps steps) {
        this.ground = ground;
        this.steps = steps;
        chutesOfKind = new int[ground.fleet.kinds().size()][];
        List<List<Integer>> of = new ArrayList<>();
        for (int kind = 0; kind < chutesOfKind.length; kind++) {
            of.add(new ArrayList<>());
        }
        for (int chute = 0; chute < ground.fleet.chutes(); chute++) {
            if (ground.allowed[chute] > 0) {
                for (int kind : ground.fleet.kindsOfChute(chute)) {
                    of.get(kind).add(chute);
                }
            }
        }
        Arrays.setAll(
                chutesOfKind, kind -> of.get(kind).stream().mapToInt(c -> c).toArray());
        for (int size = 0; size < ground.width; size++) {
            bySize.add(new ArrayList<>());
        }
    }

    boolean cached(int chute, int server) {
        for (int each : ground.cachedOn[chute]) {
            if (each == server) {
                return true;
            }
        }
        return false;
    }

    /** The chutes, one entry for each copy; as many at most as the server and the plan still take. */
    List<Integer> best(Board board, Pool pool) {
        int room = board.free[pool.number()];
        int most = Math.min(
                room,
                Math.min(
                        ground.maxLaunchesPerServer - board.launchesOn[pool.server()],
                        ground.maxLaunches - board.launches));
        if (most <= 0) {
            return List.of();
        }
        weigh(board, pool, room);
        return solve(room, most);
    }

    private void weigh(Board board, Pool pool, int room) {
        bySize.forEach(List::clear);
        for (int chute : chutesOfKind[pool.kind()]) {
            int size = ground.fleet.chute(chute).gpuCount();
            if (size > room || board.copiesLeft[chute] <= 0 || !steps.next()) {
                continue;
            }
            if ((ground.ordinary(chute, pool.kind()) || ground.suits(chute, pool.server()) == null)
                    && board.diskSuffices(chute, pool.number(), 0)) {
                double worth = ground.valuation.worth(chute, pool, cached(chute, pool.server()));
                add(bySize.get(size), room / size, board.copiesLeft[chute], new Weighed(chute, worth));
            }
        }
    }

    private static void add(List<Weighed> best, int most, int copies, Weighed weighed) {
        for (int copy = 0; copy < Math.min(copies, most); copy++) {
            if (best.size() == most && best.getLast().gain() >= weighed.gain()) {
                return;
            }
            int at = best.size();
            while (at > 0 && best.get(at - 1).gain() < weighed.gain()) {
                at--;
            }
            best.add(at, weighed);
            if (best.size() > most) {
                best.removeLast();
            }
        }
    }

    private List<Integer> solve(int room, int most) {
        double[][] gain = new double[most + 1][room + 1];
        List<int[][]> taken = new ArrayList<>();
        for (int size = 1; size <= room; size++) {
            double[][] next = new double[most + 1][room + 1];
            int[][] take = new int[most + 1][room + 1];
            List<Weighed> of = bySize.get(size);
            for (int launches = 0; launches <= most; launches++) {
                for (int gpus = 0; gpus <= room; gpus++) {
                    next[launches][gpus] = gain[launches][gpus];
                    double sum = 0;
                    for (int n = 1; n <= of.size() && n <= launches && n * size <= gpus; n++) {
                        sum += of.get(n - 1).gain();
                        double with = gain[launches - n][gpus - n * size] + sum;
                        if (with > next[launches][gpus]) {
                            next[launches][gpus] = with;
                            take[launches][gpus] = n;
                        }
                    }
                }
            }
            gain = next;
            taken.add(take);
        }
        List<Integer> chosen = new ArrayList<>();
        int launches = most;
        int gpus = room;
        for (int size = room; size >= 1; size--) {
            int n = taken.get(size - 1)[launches][gpus];
            for (int i = 0; i < n; i++) {
                chosen.add(bySize.get(size).get(i).chute());
            }
            launches -= n;
            gpus -= n * size;
        }
        return chosen;
    }
}
