package dev.rigger.placement.search;

import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.Pool;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at one pool after the other: which launches would fill exactly its free GPUs best, if those of the plan were taken
 * back, and whether those that lose their place find another. Only what brings more in all is kept.
 */
final class Repair {

    private static final double BETTER = 1e-6;
    private static final int PASSES = 3;

    private final Ground ground;
    private final PlaceSearch search;
    private final Filling filling;
    private final Steps steps;
    private final Place place = new Place();
    private final List<Placement> undone = new ArrayList<>();
    private final List<Placement> launched = new ArrayList<>();

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
                improved |= steps.left() && worthALook(board, pool) && refill(board, pool);
            }
        }
    }

    private boolean worthALook(Board board, Pool pool) {
        return ground.open[pool.server()] && board.launchesOn[pool.server()] > 0 && !ground.quarantined[pool.server()];
    }

    private boolean refill(Board board, Pool pool) {
        double before = board.gain;
        undone.clear();
        launched.clear();
        for (Placement placement : List.copyOf(board.placements)) {
            if (placement.pool() == pool.number() && placement.victims() == 0) {
                board.undo(placement);
                undone.add(placement);
            }
        }
        for (int chute : filling.best(board, pool)) {
            launchHere(board, pool, chute);
        }
        for (Placement displaced : undone) {
            launchElsewhere(board, displaced.chute());
        }
        if (board.gain > before + BETTER * Math.abs(before) && !undone.isEmpty()) {
            return true;
        }
        takeBack(board);
        return false;
    }

    private void launchHere(Board board, Pool pool, int chute) {
        int gpus = ground.fleet.chute(chute).gpuCount();
        if (gpus <= board.free[pool.number()]
                && board.copiesLeft[chute] > 0
                && board.launchLeft(chute)
                && board.admits(pool.server(), chute)
                && board.diskSuffices(chute, pool.number(), 0)) {
            double worth = ground.valuation.worth(chute, pool, filling.cached(chute, pool.server()));
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
        launched.add(placement);
    }

    private void takeBack(Board board) {
        launched.reversed().forEach(board::undo);
        undone.forEach(board::launch);
    }
}
