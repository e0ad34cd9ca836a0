package dev.rigger.placement.search;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Verdict;
import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.Pool;
import dev.rigger.placement.rules.Room;
import dev.rigger.placement.search.Ground.Victims;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a finished board means: which GPUs, in which order, and what became of every chute. */
final class PlanWriter {

    private final Board board;
    private final Ground ground;
    private final FleetView fleet;
    private final PlaceSearch search;
    private final Room room;
    private final List<Action> actions = new ArrayList<>();
    private final @Nullable Verdict[] verdicts;
    private final Place runnerUp = new Place();

    PlanWriter(Board board, PlaceSearch search) {
        this.board = board;
        this.search = search;
        ground = board.ground;
        fleet = ground.fleet;
        room = new Room(fleet);
        verdicts = new Verdict[fleet.chutes()];
    }

    Plan write(String policy, Plan.Quality quality) {
        board.placements.stream()
                .sorted(Comparator.comparing((Placement p) -> !ground.bountied[p.chute()])
                        .thenComparing(p -> -p.gain())
                        .thenComparing(Placement::chute)
                        .thenComparing(Placement::pool))
                .toList()
                .forEach(this::write);
        Nearest nearest = new Nearest(board);
        List<Verdict> all = new ArrayList<>(verdicts.length);
        for (int c = 0; c < verdicts.length; c++) {
            Verdict placed = verdicts[c];
            all.add(placed == null ? nearest.refusal(c) : placed);
        }
        actions.addAll(new Waits(board, quality.cutShort()).of(all));
        return new Plan(
                fleet.snapshot().takenAt(),
                policy,
                actions,
                all,
                quality,
                ground.valuation.prices().next());
    }

    private void write(Placement placement) {
        Chute chute = fleet.chute(placement.chute());
        Pool pool = ground.pool(placement.pool());
        String serverId = fleet.server(pool.server()).serverId();
        boolean first = verdicts[placement.chute()] == null;
        List<String> reasons = new ArrayList<>();
        reasons.add("Worth " + units(placement.worth()) + " units within "
                + ground.objective.horizon().toHours() + " h on " + serverId);
        if (first) {
            reasons.add(compare(placement, chute, pool, serverId));
        }
        Bounty bounty = ground.bountied[placement.chute()] ? chute.bounty() : null;
        if (bounty != null) {
            actions.add(new Action.Claim(
                    chute.chuteId(), bounty.amount(), bounty.boost(), placement.gain(), List.of(reasons.getFirst())));
        }
        int[] victims = victims(placement);
        List<String> victimIds = Arrays.stream(victims)
                .mapToObj(d -> fleet.deployment(d).deploymentId())
                .toList();
        if (victims.length > 0) {
            double loss = VictimSets.loss(ground.victims[placement.pool()], placement.victims());
            reasons.add("Ends what would bring " + units(loss) + " units in that time");
            actions.add(new Action.Evict(
                    serverId,
                    victimIds,
                    chute.chuteId(),
                    loss,
                    List.of("Makes room for " + chute.name() + ", which brings " + units(placement.gain())
                            + " units more than these after all reserves")));
        }
        Action.Motive motive = bounty != null
                ? Action.Motive.BOUNTY
                : fleet.copies().ours(placement.chute()) == 0 && first
                        ? Action.Motive.FIRST_COPY
                        : Action.Motive.FURTHER_COPY;
        actions.add(new Action.Launch(
                chute.chuteId(),
                chute.version(),
                serverId,
                room.take(placement.chute(), pool, victims),
                motive,
                victimIds,
                placement.worth(),
                reasons));
    }

    /** The runner-up is told once a chute, for its best copy. */
    private String compare(Placement placement, Chute chute, Pool pool, String serverId) {
        search.best(board, placement.chute(), pool.server(), runnerUp);
        if (!runnerUp.found()) {
            verdicts[placement.chute()] = new Verdict.Placed(chute.chuteId(), serverId, placement.worth(), null, 0);
            return "No other server would take it";
        }
        String next = fleet.server(ground.pool(runnerUp.pool).server()).serverId();
        verdicts[placement.chute()] =
                new Verdict.Placed(chute.chuteId(), serverId, placement.worth(), next, runnerUp.worth);
        return "Next best would have been " + next + " with " + units(runnerUp.worth);
    }

    private int[] victims(Placement placement) {
        Victims here = ground.victims[placement.pool()];
        int[] victims = new int[Integer.bitCount(placement.victims())];
        int count = 0;
        for (int v = 0; v < here.count(); v++) {
            if ((placement.victims() >> v & 1) == 1) {
                victims[count++] = here.deployments()[v];
            }
        }
        return victims;
    }

    private static long units(double units) {
        return Math.round(units);
    }
}
