package dev.rigger.placement.policies;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.Rule;
import dev.rigger.placement.Verdict;
import dev.rigger.placement.rules.ChuteRules;
import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.PlaceRules;
import dev.rigger.placement.rules.Pool;
import dev.rigger.placement.rules.Room;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The first planner: of all chutes that may be launched, the one worth most per GPU and hourly cost goes first, to the cheapest
 * server that fits, the tightest among equally cheap ones. Bounties go before everything else. Nothing is evicted, and a
 * chute gets one copy a plan.
 *
 * <p>A price is compute units per second and GPU, for each USD that the GPU costs an hour.
 */
public final class ValueGreedy implements Planner {
    static final String NAME = "value-greedy";

    /** A price of nothing would make every chute worth infinitely much. */
    private static final double LEAST_COST = 0.01;

    @Override
    public String policy() {
        return NAME + "-1";
    }

    @Override
    public Plan plan(FleetSnapshot snapshot) {
        return new Round(snapshot).plan();
    }

    private record Candidate(int chute, boolean bountied, Pool pool, double value) {
        private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(
                        (Candidate candidate) -> !candidate.bountied)
                .thenComparingDouble(candidate -> -candidate.value)
                .thenComparingInt(Candidate::chute);
    }

    /** One plan in the making. */
    private static final class Round {
        private final FleetSnapshot snapshot;
        private final FleetView fleet;
        private final Room room;
        private final PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.BEST_FIRST);
        private final List<Action> actions = new ArrayList<>();
        private final Verdict[] verdicts;
        private final int most;
        private final int mostPerServer;
        private int launches;
        private int bountyLaunches;
        private long steps;
        private double value;
        private double bound;
        private boolean cut;

        Round(FleetSnapshot snapshot) {
            this.snapshot = snapshot;
            fleet = new FleetView(snapshot);
            room = new Room(fleet);
            verdicts = new Verdict[fleet.chutes()];
            most = snapshot.limits().launchesFor(fleet.servers());
            long open = fleet.pools().stream()
                    .filter(pool -> !pool.free().isEmpty())
                    .mapToInt(Pool::server)
                    .distinct()
                    .count();
            mostPerServer = snapshot.limits().launchesPerServerFor(fleet.servers(), (int) open);
        }

        Plan plan() {
            for (int chute = 0; chute < fleet.chutes(); chute++) {
                consider(chute);
            }
            queue.forEach(candidate -> bound += candidate.value);
            while (!queue.isEmpty()) {
                settle(queue.remove());
            }
            if (cut) {
                actions.add(new Action.Wait(
                        "the rest of this plan",
                        snapshot.takenAt().plus(snapshot.limits().nextPlanAfter()),
                        0,
                        List.of("a limit cut this plan short")));
            }
            snapshot.backOffs().stream()
                    .filter(backOff -> backOff.until().isAfter(snapshot.takenAt()) && backOff.chuteId() != null)
                    .forEach(backOff -> actions.add(new Action.Wait(
                            String.valueOf(backOff.chuteId()), backOff.until(), 0, List.of(backOff.reason()))));
            return new Plan(
                    snapshot.takenAt(),
                    NAME + "-1",
                    actions,
                    List.of(verdicts),
                    new Plan.Quality(value, Math.max(value, bound), steps, false),
                    List.of());
        }

        private void consider(int chute) {
            Rule broken = ChuteRules.firstBroken(fleet, chute);
            Pool pool = broken == null ? place(chute, false) : null;
            if (pool == null) {
                refuse(chute, broken == null ? Rule.GPU_COUNT : broken);
            } else {
                queue.add(candidate(chute, pool));
            }
        }

        private void settle(Candidate candidate) {
            boolean enough =
                    candidate.bountied ? bountyLaunches >= snapshot.limits().bountyLaunches() : launches >= most;
            Pool pool = enough ? null : place(candidate.chute, !candidate.bountied);
            if (pool == null) {
                boolean elsewhere = !enough && !candidate.bountied && place(candidate.chute, false) != null;
                cut |= enough || elsewhere;
                refuse(
                        candidate.chute,
                        enough ? Rule.LAUNCHES_PER_PLAN : elsewhere ? Rule.LAUNCHES_PER_SERVER : Rule.GPU_COUNT);
                return;
            }
            Candidate now = candidate(candidate.chute, pool);
            if (now.value < candidate.value) {
                queue.add(now);
            } else {
                launch(now);
            }
        }

        private void launch(Candidate chosen) {
            Chute chute = fleet.chute(chosen.chute);
            Bounty bounty = chute.bounty();
            String server = fleet.server(chosen.pool.server()).serverId();
            boolean first = fleet.copies().ours(chosen.chute) == 0;
            Action.Motive motive = first ? Action.Motive.FIRST_COPY : Action.Motive.FURTHER_COPY;
            if (chosen.bountied && bounty != null) {
                motive = Action.Motive.BOUNTY;
                bountyLaunches++;
                actions.add(new Action.Claim(
                        chute.chuteId(),
                        bounty.amount(),
                        bounty.boost(),
                        chosen.value,
                        List.of("a bounty is offered")));
            } else {
                launches++;
            }
            actions.add(new Action.Launch(
                    chute.chuteId(),
                    chute.version(),
                    server,
                    room.take(chosen.chute, chosen.pool),
                    motive,
                    List.of(),
                    chosen.value,
                    List.of("worth most per GPU and hourly cost of what is left")));
            verdicts[chosen.chute] = new Verdict.Placed(chute.chuteId(), server, chosen.value, null, 0);
            value += chosen.value;
        }

        /** The cheapest pool that takes the chute, and the tightest among equally cheap ones. */
        private @Nullable Pool place(int chute, boolean withinLimit) {
            Pool best = null;
            int gpus = fleet.chute(chute).gpuCount();
            for (int kind : fleet.kindsOfChute(chute)) {
                for (int number : fleet.poolsOfKind(kind)) {
                    steps++;
                    Pool pool = fleet.pools().get(number);
                    if (room.free(number) >= gpus
                            && !(withinLimit && room.launches(pool.server()) >= mostPerServer)
                            && (best == null || better(pool, best))
                            && PlaceRules.firstBroken(fleet, chute, pool, room) == null) {
                        best = pool;
                    }
                }
            }
            return best;
        }

        private boolean better(Pool one, Pool other) {
            int byCost = Double.compare(cost(one), cost(other));
            return byCost != 0 ? byCost < 0 : room.free(one.number()) < room.free(other.number());
        }

        private double cost(Pool pool) {
            return Math.max(LEAST_COST, fleet.server(pool.server()).hourlyCost());
        }

        private Candidate candidate(int number, Pool pool) {
            Chute chute = fleet.chute(number);
            Bounty bounty = chute.bounty();
            boolean bountied = fleet.copies().bountied(number);
            double boost = bountied && bounty != null ? bounty.boost() : 1;
            return new Candidate(number, bountied, pool, chute.worth().now() * boost / chute.gpuCount() / cost(pool));
        }

        private void refuse(int chute, Rule rule) {
            verdicts[chute] = new Verdict.Refused(fleet.chute(chute).chuteId(), rule, null, 0);
        }
    }
}
