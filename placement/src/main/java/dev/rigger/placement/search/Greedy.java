package dev.rigger.placement.search;

import dev.rigger.placement.rules.FleetView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Launches whatever brings most per GPU next, until nothing is left that brings anything. Placing a copy can only make the
 * places of others worse, so a chute's place is looked for again only when its turn comes.
 */
final class Greedy {

    /** A chute's best place when it was last looked for. */
    private record Candidate(double key, int chute, Placement placement, int version) {
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

    /** Where each chute would go best on an empty board. Boards copied from that one may be played from here. */
    List<Placement> places(Board board) {
        List<Placement> places = new ArrayList<>();
        for (int chute = 0; chute < ground.fleet.chutes(); chute++) {
            Placement found = find(board, chute);
            if (found != null) {
                places.add(found);
            }
        }
        return places;
    }

    /**
     * Plays on until the board is full.
     *
     * @param places where chutes would go best as the board stands
     * @param perGpu what counts: gain divided by the GPUs to this power. 1 when GPUs are short, 0 when launches are
     */
    void play(Board board, List<Placement> places, double perGpu) {
        PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.BEST_FIRST);
        places.forEach(place -> queue.add(candidate(board, place, perGpu)));
        while (!queue.isEmpty()) {
            Candidate next = queue.remove();
            if (board.launchLeft(next.chute()) && current(board, next)) {
                board.launch(next.placement());
            }
            Placement again = find(board, next.chute());
            if (again != null) {
                queue.add(candidate(board, again, perGpu));
            }
        }
    }

    /** Pools of one server share its disk and its limits. */
    private boolean current(Board board, Candidate candidate) {
        int pool = candidate.placement().pool();
        int victims = candidate.placement().victims();
        return board.version[pool] == candidate.version()
                && Integer.bitCount(victims) <= board.evictionsLeft()
                && board.admits(ground.pool(pool).server(), candidate.chute())
                && board.diskSuffices(candidate.chute(), pool, victims);
    }

    private @Nullable Placement find(Board board, int chute) {
        if (board.copiesLeft[chute] <= 0 || !board.launchLeft(chute)) {
            return null;
        }
        search.best(board, chute, FleetView.NONE, place);
        return place.found()
                ? new Placement(chute, place.pool, place.victims, place.freed, place.worth, place.gain)
                : null;
    }

    private Candidate candidate(Board board, Placement placement, double perGpu) {
        int gpus = ground.fleet.chute(placement.chute()).gpuCount();
        return new Candidate(
                placement.gain() / Math.pow(gpus, perGpu),
                placement.chute(),
                placement,
                board.version[placement.pool()]);
    }
}
