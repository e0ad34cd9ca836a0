package dev.rigger.placement;

import dev.rigger.placement.FleetSnapshot.Chute;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The first planner: of all chutes that may be launched, the one worth most per GPU and hourly cost goes first, to the
 * cheapest server that fits, the tightest among equally cheap ones. Bounties go before everything else. Nothing is
 * evicted.
 *
 * <p>Placing a chute can only make the places of others worse, so a candidate's worth is looked up again only when its
 * turn comes.
 */
public final class ValueGreedyPlanner implements Planner {

    private final Limits limits;

    public ValueGreedyPlanner(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Plan plan(FleetSnapshot snapshot) {
        return new Round(snapshot, limits).plan();
    }

    /** One plan in the making. */
    private static final class Round {
        private final FleetSnapshot snapshot;
        private final Limits limits;
        private final Standing standing;
        private final FreeGpus fleet;
        private final PlanDraft draft;
        private final PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.BEST_FIRST);
        private final int maxLaunches;
        private final int maxLaunchesPerServer;
        private int launches;
        private int bountyLaunches;

        Round(FleetSnapshot snapshot, Limits limits) {
            this.snapshot = snapshot;
            this.limits = limits;
            standing = new Standing(snapshot);
            fleet = new FreeGpus(snapshot);
            maxLaunches = limits.launchesFor(snapshot.servers().size());
            maxLaunchesPerServer =
                    limits.launchesPerServerFor(snapshot.servers().size(), fleet.openServers());
            draft = new PlanDraft(snapshot, limits, fleet);
        }

        Plan plan() {
            snapshot.chutes().forEach(this::consider);
            while (!queue.isEmpty()) {
                settle(queue.remove());
            }
            return draft.finished();
        }

        private void consider(Chute chute) {
            ChuteRules.ChuteRule broken = ChuteRules.firstBroken(chute, standing);
            if (broken != null) {
                draft.refuse(chute, broken.rule(), broken.why(), broken.change());
                return;
            }
            Pool pool = place(chute);
            if (pool == null) {
                draft.noRoom(chute);
            } else if (standing.backedOff(chute.chuteId())) {
                draft.backedOff(chute, standing.backedOffUntil(chute.chuteId()));
            } else {
                queue.add(Candidate.of(chute, standing.bountied(chute), pool));
            }
        }

        private void settle(Candidate candidate) {
            Chute chute = candidate.chute();
            boolean bountied = candidate.bountied();
            if (bountied ? bountyLaunches >= limits.bountyLaunches() : launches >= maxLaunches) {
                draft.cutShort(chute, Rule.LAUNCHES_PER_PLAN);
                return;
            }
            Pool pool = bountied ? place(chute) : placeWithinLimit(chute);
            if (pool == null) {
                draft.noRoom(chute, !bountied && place(chute) != null);
                return;
            }
            Candidate now = Candidate.of(chute, bountied, pool);
            if (now.value() < candidate.value()) {
                queue.add(now);
                return;
            }
            launch(now);
        }

        private void launch(Candidate chosen) {
            Pool runnerUp = fleet.best(chosen.chute(), pool -> pool.server != chosen.pool().server);
            draft.launch(chosen, runnerUp, standing.alive(chosen.chute()));
            if (chosen.bountied()) {
                bountyLaunches++;
            } else {
                launches++;
            }
        }

        private @Nullable Pool place(Chute chute) {
            return fleet.best(chute, pool -> true);
        }

        private @Nullable Pool placeWithinLimit(Chute chute) {
            return fleet.best(chute, pool -> pool.load.launches() < maxLaunchesPerServer);
        }
    }
}
