package dev.rigger.placement.search;

import dev.rigger.placement.rules.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which chutes together fill the free GPUs of one pool best, exactly: a knapsack over sizes and numbers of launches. */
final class Filling {

    private final Ground ground;
    private final PlaceSearch search;
    private final Steps steps;
    private final Place place = new Place();
    private final int[][] chutesOfKind;
    /** Of each size, the chutes worth most, best first. */
    private final List<List<Choice>> bySize = new ArrayList<>();

    /** What a displaced chute would bring at its next best place. */
    private final double[] elsewhere;

    /** @param from where the copy is placed so far; null when it is not */
    record Choice(int chute, double gain, @Nullable Placement from) {}

    Filling(Ground ground, PlaceSearch search, Steps steps) {
        this.ground = ground;
        this.search = search;
        this.steps = steps;
        elsewhere = new double[ground.fleet.chutes()];
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

    /** Tells what a chute brings if it is not chosen. */
    void elsewhere(int chute, double gain) {
        elsewhere[chute] = gain;
    }

    double elsewhere(int chute) {
        return elsewhere[chute];
    }

    /**
     * The copies to place there; as many at most as the server still takes.
     *
     * @param launchPrice what a launch must bring that is new to the plan
     * @param without chutes that do not count
     */
    List<Choice> best(Board board, Pool pool, double launchPrice, List<Integer> without) {
        int room = board.free[pool.number()];
        int most = Math.min(
                room,
                Math.min(
                        ground.maxLaunchesPerServer - board.launchesOn[pool.server()],
                        ground.maxLaunches - board.launches));
        if (most <= 0) {
            return List.of();
        }
        weigh(board, pool, room, launchPrice, without);
        return solve(room, most);
    }

    /** Of each size, the launch that would gain most by evicting somebody of the pool. */
    List<Placement> evicting(Board board, Pool pool) {
        @Nullable Placement[] best = new Placement[ground.width];
        if (ground.victims[pool.number()].count() > 0) {
            for (int chute : chutesOfKind[pool.kind()]) {
                int size = ground.fleet.chute(chute).gpuCount();
                if (size > board.free[pool.number()] && size < best.length && board.copiesLeft[chute] > 0) {
                    search.at(board, chute, pool, place);
                    Placement known = best[size];
                    if (place.victims != 0
                            && (known == null
                                    || place.gain - elsewhere[chute] > known.gain() - elsewhere[known.chute()])) {
                        best[size] =
                                new Placement(chute, place.pool, place.victims, place.freed, place.worth, place.gain);
                    }
                }
            }
        }
        return Arrays.stream(best).filter(Objects::nonNull).toList();
    }

    private void weigh(Board board, Pool pool, int room, double launchPrice, List<Integer> without) {
        bySize.forEach(List::clear);
        for (int chute : chutesOfKind[pool.kind()]) {
            if (board.copiesLeft[chute] > 0 && !without.contains(chute) && fits(board, pool, room, chute)) {
                boolean isNew = elsewhere[chute] == 0 && !ground.bountied[chute];
                double gain = worth(chute, pool) - elsewhere[chute] - (isNew ? launchPrice : 0);
                offer(room, board.copiesLeft[chute], new Choice(chute, gain, null));
            }
        }
        for (Placement placed : board.placements) {
            int chute = placed.chute();
            if (placed.victims() == 0
                    && board.copiesLeft[chute] == 0
                    && ground.runsOn(chute, pool.kind())
                    && fits(board, pool, room, chute)) {
                offer(room, 1, new Choice(chute, worth(chute, pool) - placed.gain(), placed));
            }
        }
    }

    private boolean fits(Board board, Pool pool, int room, int chute) {
        return ground.fleet.chute(chute).gpuCount() <= room
                && steps.next()
                && (ground.ordinary(chute, pool.kind()) || ground.suits(chute, pool.server()) == null)
                && board.diskSuffices(chute, pool.number(), 0);
    }

    private double worth(int chute, Pool pool) {
        return ground.valuation.worth(chute, pool, ground.cached(chute, pool.server()));
    }

    private void offer(int room, int copies, Choice choice) {
        int size = ground.fleet.chute(choice.chute()).gpuCount();
        if (choice.gain() > 0) {
            add(bySize.get(size), room / size, copies, choice);
        }
    }

    private static void add(List<Choice> best, int most, int copies, Choice choice) {
        for (int copy = 0; copy < Math.min(copies, most); copy++) {
            if (best.size() == most && best.getLast().gain() >= choice.gain()) {
                return;
            }
            int at = best.size();
            while (at > 0 && best.get(at - 1).gain() < choice.gain()) {
                at--;
            }
            best.add(at, choice);
            if (best.size() > most) {
                best.removeLast();
            }
        }
    }

    private List<Choice> solve(int room, int most) {
        double[][] gain = new double[most + 1][room + 1];
        List<int[][]> taken = new ArrayList<>();
        for (int size = 1; size <= room; size++) {
            double[][] next = new double[most + 1][room + 1];
            int[][] take = new int[most + 1][room + 1];
            List<Choice> of = bySize.get(size);
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
        List<Choice> chosen = new ArrayList<>();
        int launches = most;
        int gpus = room;
        for (int size = room; size >= 1; size--) {
            int n = taken.get(size - 1)[launches][gpus];
            for (int i = 0; i < n; i++) {
                chosen.add(bySize.get(size).get(i));
            }
            launches -= n;
            gpus -= n * size;
        }
        return chosen;
    }
}
