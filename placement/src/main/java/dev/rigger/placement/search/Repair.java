package dev.rigger.placement.search;

import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.Pool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one pool after the other: which launches would fill it best, if those of the plan were taken back, others were
 * moved there, and those that lose their place went to their next best one. One launch that evicts somebody may be among
 * them. Only what brings more in all is kept.
 */
final class Repair {

    private static final double BETTER = 1e-6;
    private static final int PASSES = 3;
    /** Large fleets gain little by it, and small ones never need as much. */
    private static final long MOST_STEPS = 250_000;

    /** What was done to the board since it was known to be good, to be taken back in reverse. */
    private record Change(Placement placement, boolean launched) {}

    private final Ground ground;
    private final PlaceSearch search;
    private final Filling filling;
    private final Steps steps;
    private final Place place = new Place();
    private final List<Change> changes = new ArrayList<>();
    private final List<Integer> displaced = new ArrayList<>();

    Repair(Ground ground, PlaceSearch search, Steps steps) {
        this.ground = ground;
        this.search = search;
        this.steps = steps;
        filling = new Filling(ground, search, steps);
    }

    /** Whether anything became better. */
    boolean improve(Board board) {
        boolean any = false;
        boolean improved = true;
        long until = steps.taken() + MOST_STEPS;
        for (int pass = 0; improved && pass < PASSES; pass++) {
            improved = false;
            for (Pool pool : ground.fleet.pools()) {
                improved |= steps.taken() < until && worthALook(board, pool) && steps.left() && refill(board, pool);
            }
            any |= improved;
        }
        return any;
    }

    private boolean worthALook(Board board, Pool pool) {
        return ground.open[pool.server()] && board.launchesOn[pool.server()] > 0 && !ground.quarantined[pool.server()];
    }

    private boolean refill(Board board, Pool pool) {
        double bestGain = board.gain + BETTER * Math.abs(board.gain);
        changes.clear();
        displaced.clear();
        for (Placement placement : List.copyOf(board.placements)) {
            if (placement.pool() == pool.number()) {
                undo(board, placement);
            }
        }
        if (changes.isEmpty()) {
            return false;
        }
        List<Integer> mine = List.copyOf(displaced);
        mine.forEach(chute -> filling.elsewhere(chute, elsewhere(board, chute, pool.server())));
        List<Idea> ideas = ideas(board, pool, mine);
        int bare = changes.size();
        Idea best = null;
        for (Idea idea : ideas) {
            arrange(board, pool, idea, mine);
            if (board.gain > bestGain) {
                bestGain = board.gain;
                best = idea;
            }
            takeBack(board, bare);
        }
        if (best == null) {
            takeBack(board, 0);
        } else {
            arrange(board, pool, best, mine);
        }
        mine.forEach(chute -> filling.elsewhere(chute, 0));
        return best != null;
    }

    /**
     * One way to fill a pool.
     *
     * @param first a launch that evicts somebody; null for none
     * @param launchPrice what a further launch must bring because the plan's launches are short
     * @param anew with others alone, in the hope that those who were there find a place that the others leave
     */
    private record Idea(@Nullable Placement first, double launchPrice, boolean anew) {}

    private List<Idea> ideas(Board board, Pool pool, List<Integer> mine) {
        List<Idea> ideas = new ArrayList<>();
        ideas.add(new Idea(null, 0, false));
        ideas.add(new Idea(null, 0, true));
        if (board.launches + mine.size() >= ground.maxLaunches) {
            double price = mine.stream().mapToDouble(filling::elsewhere).min().orElse(0);
            ideas.add(new Idea(null, price, false));
        }
        filling.evicting(board, pool).forEach(first -> ideas.add(new Idea(first, 0, false)));
        return ideas;
    }

    /** Fills an emptied pool, with that launch first if there is one, and finds places for whoever lost theirs. */
    private void arrange(Board board, Pool pool, Idea idea, List<Integer> mine) {
        displaced.clear();
        displaced.addAll(mine);
        Placement first = idea.first();
        if (first != null) {
            launch(board, first);
        }
        for (Filling.Choice choice : filling.best(board, pool, idea.launchPrice(), idea.anew() ? mine : List.of())) {
            Placement from = choice.from();
            if (from != null) {
                undo(board, from);
            }
            launchHere(board, pool, choice.chute());
        }
        displaced.forEach(chute -> launchElsewhere(board, chute));
    }

    private double elsewhere(Board board, int chute, int server) {
        search.best(board, chute, server, place);
        return place.found() && place.victims == 0 ? place.gain : 0;
    }

    private void launchHere(Board board, Pool pool, int chute) {
        int gpus = ground.fleet.chute(chute).gpuCount();
        if (gpus <= board.free[pool.number()]
                && board.copiesLeft[chute] > 0
                && board.launchLeft(chute)
                && board.admits(pool.server(), chute)
                && board.diskSuffices(chute, pool.number(), 0)) {
            double worth = ground.valuation.worth(chute, pool, ground.cached(chute, pool.server()));
            double gain = worth - board.cost[pool.number() * ground.width + gpus];
            launch(board, new Placement(chute, pool.number(), 0, 0, worth, gain));
        }
    }

    private void launchElsewhere(Board board, int chute) {
        if (board.copiesLeft[chute] > 0 && board.launchLeft(chute)) {
            search.best(board, chute, FleetView.NONE, place);
            if (place.found()) {
                launch(board, new Placement(chute, place.pool, place.victims, place.freed, place.worth, place.gain));
            }
        }
    }

    private void launch(Board board, Placement placement) {
        board.launch(placement);
        changes.add(new Change(placement, true));
    }

    private void undo(Board board, Placement placement) {
        board.undo(placement);
        changes.add(new Change(placement, false));
        displaced.add(placement.chute());
    }

    private void takeBack(Board board, int until) {
        while (changes.size() > until) {
            Change change = changes.removeLast();
            if (change.launched()) {
                board.undo(change.placement());
            } else {
                board.launch(change.placement());
            }
        }
    }
}
