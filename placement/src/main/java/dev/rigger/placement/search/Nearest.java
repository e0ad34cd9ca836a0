package dev.rigger.placement.search;

import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.GpuKind;
import dev.rigger.placement.Rule;
import dev.rigger.placement.Verdict;
import dev.rigger.placement.rules.Pool;
import dev.rigger.placement.rules.ServerRules;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why a chute was not launched, and which server came nearest to taking it, as a finished board stands. */
final class Nearest {

    /** How near a server came: the later, the nearer. */
    private enum Stage {
        NONE,
        UNSUITABLE,
        CLOSED,
        FULL,
        DISK,
        WORTH,
        LIMIT_OF_SERVER,
        LIMIT_OF_PLAN
    }

    private record Look(Stage stage, Rule rule, int pool, double closeness) {
        static final Look NOWHERE = new Look(Stage.NONE, Rule.GPU_MODEL, -1, 0);

        boolean nearerThan(Look other) {
            int order = stage.compareTo(other.stage);
            return order > 0 || (order == 0 && closeness > other.closeness);
        }
    }

    private record Alike(int[] kinds, int gpus) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Alike alike && gpus == alike.gpus && Arrays.equals(kinds, alike.kinds);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(kinds) + gpus;
        }
    }

    private final Board board;
    private final Ground ground;
    private final Map<Alike, Integer> nearestPool = new HashMap<>();

    Nearest(Board board) {
        this.board = board;
        ground = board.ground;
    }

    Verdict.Refused refusal(int number) {
        Chute chute = ground.fleet.chute(number);
        Rule broken = ground.brokenByChute[number];
        if (broken != null) {
            return new Verdict.Refused(chute.chuteId(), broken, null, 0);
        }
        int[] kinds = ground.fleet.kindsOfChute(number);
        if (kinds.length == 0) {
            return new Verdict.Refused(chute.chuteId(), kindMissing(chute), null, 0);
        }
        Look nearest = nearest(number, kinds);
        if (nearest.pool() < 0) {
            return new Verdict.Refused(chute.chuteId(), nearest.rule(), null, 0);
        }
        Pool pool = ground.pool(nearest.pool());
        return new Verdict.Refused(
                chute.chuteId(),
                nearest.rule(),
                ground.fleet.server(pool.server()).serverId(),
                worth(number, pool));
    }

    private Rule kindMissing(Chute chute) {
        for (GpuKind kind : ground.fleet.kinds()) {
            if (chute.supportedGpus().contains(kind.model())) {
                return Rule.TEE_EQUAL;
            }
        }
        return Rule.GPU_MODEL;
    }

    private Look nearest(int number, int[] kinds) {
        boolean ordinary = true;
        for (int kind : kinds) {
            ordinary &= ground.ordinary(number, kind);
        }
        if (!ordinary) {
            return lookEverywhere(number, kinds);
        }
        Alike alike = new Alike(kinds, ground.fleet.chute(number).gpuCount());
        Integer known = nearestPool.get(alike);
        if (known != null && known >= 0) {
            return look(number, ground.pool(known));
        }
        Look found = lookEverywhere(number, kinds);
        nearestPool.put(alike, found.pool());
        return found;
    }

    private Look lookEverywhere(int number, int[] kinds) {
        Look nearest = Look.NOWHERE;
        for (int kind : kinds) {
            for (int pool : ground.fleet.poolsOfKind(kind)) {
                Look here = look(number, ground.pool(pool));
                if (nearest.pool() < 0 || here.nearerThan(nearest)) {
                    nearest = here;
                }
            }
        }
        return nearest;
    }

    private Look look(int number, Pool pool) {
        int gpus = ground.fleet.chute(number).gpuCount();
        Rule unsuitable = ground.suits(number, pool.server());
        if (unsuitable != null) {
            return new Look(Stage.UNSUITABLE, unsuitable, pool.number(), pool.total());
        }
        if (pool.total() < gpus) {
            return new Look(Stage.UNSUITABLE, Rule.GPU_COUNT, pool.number(), pool.total());
        }
        if (!ground.open[pool.server()]) {
            Rule closed = Objects.requireNonNull(ServerRules.firstBroken(ground.fleet, pool.server()));
            return new Look(Stage.CLOSED, closed, pool.number(), pool.free().size());
        }
        return lookInside(number, gpus, pool);
    }

    private Look lookInside(int number, int gpus, Pool pool) {
        int at = pool.number();
        double cost = board.cost[at * ground.width + gpus];
        if (cost == VictimSets.IMPOSSIBLE) {
            boolean proof = board.free[at] + pool.unverified() >= gpus;
            return new Look(Stage.FULL, proof ? Rule.GPU_VERIFIED : Rule.GPU_COUNT, at, board.free[at]);
        }
        double gain = worth(number, pool) - cost;
        int set = board.sets[at * ground.width + gpus];
        if (!board.diskSuffices(number, at, set)) {
            return new Look(Stage.DISK, Rule.DISK_SHARE, at, board.free[at]);
        }
        double margin = set == 0 ? 0 : ground.valuation.leastGain(number);
        if (gain <= 0
                || gain + ground.hysteresis[at] * VictimSets.loss(ground.victims[at], set) <= margin
                || board.victimSets().holds(ground.victims[at], set, number)) {
            return new Look(Stage.WORTH, Rule.WORTH_THE_PLACE, at, gain);
        }
        if (!board.admits(pool.server(), number)) {
            Rule limit = ground.quarantined[pool.server()] ? Rule.SERVER_NOT_QUARANTINED : Rule.LAUNCHES_PER_SERVER;
            return new Look(Stage.LIMIT_OF_SERVER, limit, at, gain);
        }
        return new Look(Stage.LIMIT_OF_PLAN, Rule.LAUNCHES_PER_PLAN, at, gain);
    }

    private double worth(int chute, Pool pool) {
        return ground.valuation.worth(chute, pool, ground.cached(chute, pool.server()));
    }
}
