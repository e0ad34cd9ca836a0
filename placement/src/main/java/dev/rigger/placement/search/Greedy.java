package dev.rigger.placement.search;

import dev.rigger.placement.rules.FleetView;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Launches whatever brings most per GPU next, until nothing is left that brings anything. Placing a copy can only make the
 * places of others worse, so a chute's place is looked for again only when its turn comes.
 */
final class Greedy {

    /** A chute's best place when it was last looked for. */
    record Candidate(double key, int chute, Placement placement, int version) {
        static final Comparator<Candidate> BEST_FIRST =
                Comparator.comparingDouble((Candidate c) -> -c.key()).thenComparingInt(Candidate::chute);
    }

    private final Ground ground;
    private final PlaceSearch search;
    private final Place place = new Place();

    Greedy(Ground ground, PlaceSearch search) {
        this.ground = ground;
        this.search = search;
    }

    /**
     * Plays on until the board is full.
     *
     * @param perGpu what counts: gain divided by the GPUs to this power. 1 when GPUs are short, 0 when launches are
     */
    void play(Board board, double perGpu) {
        PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.BEST_FIRST);
        for (int chute = 0; chute < ground.fleet.chutes(); chute++) {
            push(queue, board, chute, perGpu);
        }
        while (!queue.isEmpty()) {
            Candidate next = queue.remove();
            Placement placement = next.placement();
            if (board.launchLeft(next.chute()) && current(board, next)) {
                board.launch(placement);
            }
            push(queue, board, next.chute(), perGpu);
        }
    }

    private boolean current(Board board, Candidate candidate) {
        int pool = candidate.placement().pool();
        return board.version[pool] == candidate.version()
                && board.admits(ground.pool(pool).server(), candidate.chute());
    }

    private void push(PriorityQueue<Candidate> queue, Board board, int chute, double perGpu) {
        if (board.copiesLeft[chute] <= 0 || !board.launchLeft(chute)) {
            return;
        }
        search.best(board, chute, FleetView.NONE, place);
        if (place.found()) {
            double key = place.gain / Math.pow(ground.fleet.chute(chute).gpuCount(), perGpu);
            queue.add(new Candidate(
                    key,
                    chute,
                    new Placement(chute, place.pool, place.victims, place.freed, place.worth, place.gain),
                    board.version[place.pool]));
        }
    }
}
