package dev.rigger.placement.search;

import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.Pool;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at one pool after the other: which launches would fill exactly its free GPUs best, if those of the plan were taken
 * back, others were moved there, and those that lose their place went to their next best one. Only what brings more in all
 * is kept. Launches that evict somebody stay as they are.
 */
final class Repair {

    private static final double BETTER = 1e-6;
    private static final int PASSES = 3;

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
        filling = new Filling(ground, steps);
    }

    void improve(Board board) {
        boolean improved = true;
        for (int pass = 0; improved && pass < PASSES; pass++) {
            improved = false;
            for (Pool pool : ground.fleet.pools()) {
                improved |= worthALook(board, pool) && steps.left() && refill(board, pool);
            }
        }
    }

    private boolean worthALook(Board board, Pool pool) {
        return ground.open[pool.server()] && board.launchesOn[pool.server()] > 0 && !ground.quarantined[pool.server()];
    }

    private boolean refill(Board board, Pool pool) {
        double before = board.gain;
        changes.clear();
        displaced.clear();
        for (Placement placement : List.copyOf(board.placements)) {
            if (placement.pool() == pool.number() && placement.victims() == 0) {
                undo(board, placement);
            }
        }
        if (changes.isEmpty()) {
            return false;
        }
        for (int chute : displaced) {
            filling.elsewhere(chute, elsewhere(board, chute, pool.server()));
        }
        for (Filling.Choice choice : filling.best(board, pool)) {
            Placement from = choice.from();
            if (from != null) {
                undo(board, from);
            }
            launchHere(board, pool, choice.chute());
        }
        for (int chute : displaced) {
            filling.elsewhere(chute, 0);
            launchElsewhere(board, chute);
        }
        if (board.gain > before + BETTER * Math.abs(before)) {
            return true;
        }
        takeBack(board);
        return false;
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
            if (place.found() && place.victims == 0) {
                launch(board, new Placement(chute, place.pool, 0, 0, place.worth, place.gain));
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

    private void takeBack(Board board) {
        for (Change change : changes.reversed()) {
            if (change.launched()) {
                board.undo(change.placement());
            } else {
                board.launch(change.placement());
            }
        }
    }
}
