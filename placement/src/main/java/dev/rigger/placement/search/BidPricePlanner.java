package dev.rigger.placement.search;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.OperatorPolicy;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.check.SnapshotCheck;
import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.value.Objective;
import java.util.List;

/**
 * Launches and evicts so that the fleet's compute units within the horizon become most: greedy on the gain per GPU, with
 * the cheapest set of victims of every pool known exactly, then pool after pool filled anew where that brings more.
 *
 * <p>The plan's quality is in compute units; its upper bound holds for every plan that keeps to the rules.
 */
public final class BidPricePlanner implements Planner {

    private static final String POLICY = "bid-price/1";

    /** A fleet that took more than this once is not searched a second time. */
    private static final long SECOND_LOOK_STEPS = 600_000;

    private final Objective objective;
    private final OperatorPolicy operator;

    public BidPricePlanner() {
        this(Objective.DEFAULT, OperatorPolicy.NONE);
    }

    public BidPricePlanner(Objective objective, OperatorPolicy operator) {
        this.objective = objective;
        this.operator = operator;
    }

    @Override
    public String policy() {
        return POLICY;
    }

    @Override
    public Plan plan(FleetSnapshot snapshot) {
        SnapshotCheck.check(snapshot);
        return JobsAsChutes.plan(snapshot, this::planned);
    }

    private Plan planned(FleetSnapshot snapshot) {
        Ground ground = new Ground(new FleetView(snapshot), objective, operator);
        Steps steps = new Steps(snapshot.effort().steps());
        PlaceSearch search = new PlaceSearch(ground, steps);
        Board board = search(ground, search, steps);
        double bound = ground.kept + new UpperBound(ground).gain(board.gain);
        Plan.Quality quality = new Plan.Quality(ground.kept + board.gain, bound, steps.taken(), steps.cut());
        return new PlanWriter(board, search).write(policy(), quality);
    }

    private Board search(Ground ground, PlaceSearch search, Steps steps) {
        Board empty = new Board(ground);
        Greedy greedy = new Greedy(ground, search);
        List<Placement> places = greedy.places(empty);
        Board best = empty.copy();
        greedy.play(best, places, 1);
        if (!objective.uses().search() || best.placements.isEmpty()) {
            return best;
        }
        Repair repair = new Repair(ground, search, steps);
        improve(best, greedy, repair);
        if (limited(best) && steps.taken() < SECOND_LOOK_STEPS && steps.left()) {
            Board other = empty.copy();
            greedy.play(other, places, 0);
            improve(other, greedy, repair);
            best = other.gain > best.gain ? other : best;
        }
        return best;
    }

    private static void improve(Board board, Greedy greedy, Repair repair) {
        if (repair.improve(board)) {
            greedy.play(board, greedy.places(board), 1);
        }
    }

    /** Whether launches or evictions were what ran out, rather than GPUs. */
    private static boolean limited(Board board) {
        return board.launches >= board.ground.maxLaunches || board.evictionsLeft() <= 0;
    }
}
