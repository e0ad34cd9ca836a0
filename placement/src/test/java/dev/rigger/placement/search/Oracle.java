package dev.rigger.placement.search;

import com.google.ortools.Loader;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.OperatorPolicy;
import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.Pool;
import dev.rigger.placement.rules.Room;
import dev.rigger.placement.search.Ground.Victims;
import dev.rigger.placement.value.Objective;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The best plan there is, by a general solver that knows the rules as constraints and nothing of how the planner searches. */
final class Oracle {

    private static final double SCALE = 100;

    /** A launch of a chute on a pool, with the victims that it would have. */
    private record Option(int chute, Pool pool, int victims, int freed, int disk, LinearArgument times, long gain) {}

    private final Ground ground;
    private final CpModel model = new CpModel();
    private final List<Option> options = new ArrayList<>();
    private final Room room;

    static {
        Loader.loadNativeLibraries();
    }

    Oracle(FleetSnapshot snapshot, Objective objective) {
        ground = new Ground(new FleetView(snapshot), objective, OperatorPolicy.NONE);
        room = new Room(ground.fleet);
        for (int chute = 0; chute < ground.fleet.chutes(); chute++) {
            for (Pool pool : ground.fleet.pools()) {
                if (ground.allowed[chute] > 0
                        && ground.open[pool.server()]
                        && ground.runsOn(chute, pool.kind())
                        && ground.suits(chute, pool.server()) == null) {
                    free(chute, pool);
                    evicting(chute, pool);
                }
            }
        }
        constrain();
    }

    /** What the best plan gains over launching nothing. */
    double gain() {
        LinearExprBuilder sum = LinearExpr.newBuilder();
        options.forEach(option -> sum.addTerm(option.times, option.gain));
        model.maximize(sum);
        CpSolver solver = new CpSolver();
        solver.getParameters().setNumWorkers(1).setMaxTimeInSeconds(20).setRandomSeed(1);
        CpSolverStatus status = solver.solve(model);
        if (status != CpSolverStatus.OPTIMAL) {
            throw new IllegalStateException("the solver gave up: " + status);
        }
        return solver.objectiveValue() / SCALE;
    }

    double kept() {
        return ground.kept;
    }

    private double worth(int chute, Pool pool) {
        return ground.valuation.worth(chute, pool, ground.cached(chute, pool.server()));
    }

    private void free(int chute, Pool pool) {
        int gpus = ground.fleet.chute(chute).gpuCount();
        double gain = worth(chute, pool) - ground.objective.fillShare() * ground.slot[pool.number()] * gpus;
        if (gpus <= pool.free().size() && gain > 0) {
            IntVar times = model.newIntVar(0, ground.allowed[chute], "");
            options.add(new Option(chute, pool, 0, 0, 0, times, Math.round(gain * SCALE)));
        }
    }

    private void evicting(int chute, Pool pool) {
        Victims victims = ground.victims[pool.number()];
        for (int set = 1; set < 1 << victims.count(); set++) {
            if (!suffices(chute, pool, victims, set) || holdsOwn(chute, victims, set)) {
                continue;
            }
            boolean needless = false;
            for (int v = 0; v < victims.count(); v++) {
                needless |= (set >> v & 1) == 1 && suffices(chute, pool, victims, set & ~(1 << v));
            }
            if (needless) {
                continue;
            }
            int freed = freed(victims, set);
            int over = freed - ground.fleet.chute(chute).gpuCount();
            double slot = ground.slot[pool.number()];
            double lost = VictimSets.loss(victims, set);
            double share = over > 0 ? ground.objective.slotShare() : ground.objective.fillShare();
            double gain = worth(chute, pool) - (1 + ground.hysteresis[pool.number()]) * lost + share * slot * over;
            if (gain > 0 && gain + ground.hysteresis[pool.number()] * lost > ground.valuation.leastGain(chute)) {
                BoolVar once = model.newBoolVar("");
                options.add(new Option(chute, pool, set, freed, disk(victims, set), once, Math.round(gain * SCALE)));
            }
        }
    }

    private boolean suffices(int chute, Pool pool, Victims victims, int set) {
        int gpus = ground.fleet.chute(chute).gpuCount();
        int left = room.diskGib(pool.server());
        return pool.free().size() + freed(victims, set) >= gpus
                && (left == Room.UNMEASURED
                        || ground.fleet.chute(chute).needs().diskGib() <= (long) left + disk(victims, set)
                        || ground.fleet.chute(chute).needs().diskGib() <= left);
    }

    private boolean holdsOwn(int chute, Victims victims, int set) {
        for (int v = 0; v < victims.count(); v++) {
            if ((set >> v & 1) == 1 && ground.fleet.chuteOf(victims.deployments()[v]) == chute) {
                return true;
            }
        }
        return false;
    }

    private static int freed(Victims victims, int set) {
        int freed = 0;
        for (int v = 0; v < victims.count(); v++) {
            freed += (set >> v & 1) == 1 ? victims.gpus()[v] : 0;
        }
        return freed;
    }

    private int disk(Victims victims, int set) {
        int disk = 0;
        for (int v = 0; v < victims.count(); v++) {
            disk += (set >> v & 1) == 1
                    ? ground.fleet.deployment(victims.deployments()[v]).diskGib()
                    : 0;
        }
        return disk;
    }

    private void constrain() {
        Map<String, LinearExprBuilder> sums = new HashMap<>();
        Map<String, Long> limits = new HashMap<>();
        for (Option option : options) {
            int gpus = ground.fleet.chute(option.chute).gpuCount();
            int server = option.pool.server();
            boolean bounty = ground.bountied[option.chute];
            add(
                    sums,
                    limits,
                    "gpus " + option.pool.number(),
                    option,
                    Math.max(0, gpus - option.freed),
                    option.pool.free().size());
            add(sums, limits, "copies " + option.chute, option, 1, ground.allowed[option.chute]);
            add(
                    sums,
                    limits,
                    bounty ? "bounties" : "launches",
                    option,
                    1,
                    bounty ? ground.fleet.snapshot().limits().bountyLaunches() : ground.maxLaunches);
            if (!bounty) {
                add(sums, limits, "launches on " + server, option, 1, ground.maxLaunchesPerServer);
            }
            if (ground.quarantined[server]) {
                add(sums, limits, "probes on " + server, option, 1, 1);
            }
            int disk = Math.max(0, ground.fleet.chute(option.chute).needs().diskGib() - option.disk);
            if (room.diskGib(server) != Room.UNMEASURED && disk > 0) {
                add(sums, limits, "disk " + server, option, disk, Math.max(0, room.diskGib(server)));
            }
            victims(sums, limits, option);
        }
        sums.forEach((name, sum) -> model.addLessOrEqual(sum, limits.getOrDefault(name, 0L)));
    }

    private void victims(Map<String, LinearExprBuilder> sums, Map<String, Long> limits, Option option) {
        Victims victims = ground.victims[option.pool.number()];
        for (int v = 0; v < victims.count(); v++) {
            if ((option.victims >> v & 1) == 1) {
                int deployment = victims.deployments()[v];
                int chute = ground.fleet.chuteOf(deployment);
                add(sums, limits, "victim " + deployment, option, 1, 1);
                add(
                        sums,
                        limits,
                        "last of " + chute,
                        option,
                        1,
                        ground.fleet.copies().expendable(chute));
                add(
                        sums,
                        limits,
                        "evictions",
                        option,
                        1,
                        ground.fleet.snapshot().limits().evictions());
            }
        }
    }

    private static void add(
            Map<String, LinearExprBuilder> sums,
            Map<String, Long> limits,
            String name,
            Option option,
            long times,
            long limit) {
        sums.computeIfAbsent(name, n -> LinearExpr.newBuilder()).addTerm(option.times, times);
        limits.put(name, limit);
    }
}
