package dev.rigger.placement.search;

import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.OperatorPolicy;
import dev.rigger.placement.Rule;
import dev.rigger.placement.rules.ChuteRules;
import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.Pool;
import dev.rigger.placement.rules.ServerRules;
import dev.rigger.placement.rules.VictimRules;
import dev.rigger.placement.value.Objective;
import dev.rigger.placement.value.Valuation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What does not change while one plan is made, in arrays. */
final class Ground {

    /** More victims than this are never tried together: of a server that holds more, these cost least per GPU. */
    static final int MOST_VICTIMS = 10;

    /**
     * What may be evicted from one pool.
     *
     * @param loss of each, hysteresis not counted
     */
    record Victims(int[] deployments, int[] gpus, double[] loss) {
        static final Victims NONE = new Victims(new int[0], new int[0], new double[0]);

        int count() {
            return deployments.length;
        }
    }

    private static final int[] NONE = {};

    final FleetView fleet;
    final Objective objective;
    final Valuation valuation;
    final OperatorPolicy operator;
    /** One more than the GPUs of the largest pool. */
    final int width;

    final boolean[] open;
    final boolean[] quarantined;
    final double[] slot;
    final double[] hourlyCost;
    final Victims[] victims;
    final @Nullable Rule[] brokenByChute;
    final int[] allowed;
    final boolean[] bountied;
    final int[][] cachedOn;
    /** What a newcomer must bring beyond the loss of what it evicts there, as a share of it. */
    final double[] hysteresis;

    final int maxLaunches;
    final int maxLaunchesPerServer;
    /** Worth of all our copies that run or are about to, if nothing is evicted. */
    final double kept;

    private final Needs[] leastShares;
    private final int[][] victimPools;
    private final List<Pool> pools;

    Ground(FleetView fleet, Objective objective, OperatorPolicy operator) {
        this.fleet = fleet;
        this.objective = objective;
        this.operator = operator;
        valuation = new Valuation(fleet, objective, operator);
        pools = fleet.pools();
        width = 1 + pools.stream().mapToInt(Pool::total).max().orElse(0);
        open = new boolean[fleet.servers()];
        quarantined = new boolean[fleet.servers()];
        for (int s = 0; s < open.length; s++) {
            open[s] = ServerRules.firstBroken(fleet, s) == null;
            quarantined[s] = ServerRules.quarantined(fleet, s);
        }
        slot = new double[pools.size()];
        hourlyCost = new double[pools.size()];
        victims = new Victims[pools.size()];
        for (Pool pool : pools) {
            slot[pool.number()] = valuation.slot(pool.kind());
            hourlyCost[pool.number()] = fleet.server(pool.server()).hourlyCost();
            victims[pool.number()] = victims(pool);
        }
        brokenByChute = new Rule[fleet.chutes()];
        allowed = new int[fleet.chutes()];
        bountied = new boolean[fleet.chutes()];
        for (int c = 0; c < allowed.length; c++) {
            brokenByChute[c] = ChuteRules.firstBroken(fleet, c);
            allowed[c] = brokenByChute[c] == null ? fleet.copies().allowed(c) : 0;
            bountied[c] = fleet.copies().bountied(c);
        }
        hysteresis = hysteresis();
        cachedOn = cachedOn();
        leastShares = leastShares();
        victimPools = victimPools();
        maxLaunches = fleet.snapshot().limits().launchesFor(fleet.servers());
        maxLaunchesPerServer = fleet.snapshot().limits().launchesPerServerFor(fleet.servers(), serversWithRoom());
        kept = kept();
    }

    Pool pool(int number) {
        return pools.get(number);
    }

    /** Whether no pool of the kind asks for a closer look at what the chute needs beside GPUs. */
    boolean ordinary(int number, int kind) {
        Chute chute = fleet.chute(number);
        Needs least = leastShares[kind];
        return chute.needs().cpusPerGpu() <= least.cpusPerGpu()
                && chute.needs().memoryGibPerGpu() <= least.memoryGibPerGpu()
                && chute.pinnedTo().isEmpty()
                && !fleet.backOffs().anyPair()
                && operator == OperatorPolicy.NONE;
    }

    /** The rules of a chute on a server that do not change while a plan is made. */
    @Nullable
    Rule suits(int number, int server) {
        Chute chute = fleet.chute(number);
        Server at = fleet.server(server);
        if (!chute.pinnedTo().isEmpty() && !chute.pinnedTo().contains(at.serverId())) {
            return Rule.PINNED;
        }
        if (chute.needs().cpusPerGpu() > at.shares().cpusPerGpu()) {
            return Rule.CPU_SHARE;
        }
        if (chute.needs().memoryGibPerGpu() > at.shares().memoryGibPerGpu()) {
            return Rule.MEMORY_SHARE;
        }
        if (fleet.backOffs().ofPair(number, server) != null) {
            return Rule.SERVER_NOT_BACKED_OFF;
        }
        return operator.vetoes(chute, at) ? Rule.OPERATOR_VETO : null;
    }

    boolean runsOn(int chute, int kind) {
        for (int each : fleet.kindsOfChute(chute)) {
            if (each == kind) {
                return true;
            }
        }
        return false;
    }

    boolean cached(int chute, int server) {
        for (int each : cachedOn[chute]) {
            if (each == server) {
                return true;
            }
        }
        return false;
    }

    private double[] hysteresis() {
        double[] wanted = new double[fleet.kinds().size()];
        double[] held = new double[wanted.length];
        for (int c = 0; c < allowed.length; c++) {
            for (int kind : fleet.kindsOfChute(c)) {
                wanted[kind] += (double) allowed[c] * fleet.chute(c).gpuCount();
            }
        }
        for (Pool pool : pools) {
            for (Pool.Holding holding : pool.holdings()) {
                held[pool.kind()] += holding.gpuIds().size();
            }
        }
        double[] share = new double[pools.size()];
        for (Pool pool : pools) {
            double pressure = wanted[pool.kind()] / Math.max(1, held[pool.kind()]);
            share[pool.number()] = objective.hysteresis().at(pressure);
        }
        return share;
    }

    private Victims victims(Pool pool) {
        if (!objective.uses().eviction()
                || !open[pool.server()]
                || pool.holdings().isEmpty()) {
            return Victims.NONE;
        }
        record Victim(int deployment, int gpus, double loss) {}
        List<Victim> found = new ArrayList<>();
        for (Pool.Holding holding : pool.holdings()) {
            if (VictimRules.firstBroken(fleet, holding.deployment()) == null) {
                int gpus = holding.gpuIds().size();
                found.add(new Victim(
                        holding.deployment(), gpus, valuation.keep(holding.deployment(), pool.kind(), gpus)));
            }
        }
        if (found.size() > MOST_VICTIMS) {
            found.sort(Comparator.comparingDouble((Victim v) -> v.loss() / v.gpus())
                    .thenComparingInt(Victim::deployment));
            found.subList(MOST_VICTIMS, found.size()).clear();
        }
        return new Victims(
                found.stream().mapToInt(Victim::deployment).toArray(),
                found.stream().mapToInt(Victim::gpus).toArray(),
                found.stream().mapToDouble(Victim::loss).toArray());
    }

    /** Pools that hold a copy of the chute which may be evicted. */
    int[] victimPools(int chute) {
        return victimPools[chute];
    }

    private int[][] victimPools() {
        int[][] found = new int[fleet.chutes()][];
        Arrays.fill(found, NONE);
        for (int p = 0; p < victims.length; p++) {
            for (int deployment : victims[p].deployments()) {
                int chute = fleet.chuteOf(deployment);
                int[] known = found[chute];
                if (known.length == 0 || known[known.length - 1] != p) {
                    found[chute] = Arrays.copyOf(known, known.length + 1);
                    found[chute][known.length] = p;
                }
            }
        }
        return found;
    }

    private int[][] cachedOn() {
        int[][] cached = new int[fleet.chutes()][];
        Arrays.fill(cached, NONE);
        for (int s = 0; s < fleet.servers(); s++) {
            for (String chuteId : fleet.server(s).cachedChutes()) {
                int chute = fleet.chuteNumber(chuteId);
                if (chute != FleetView.NONE) {
                    cached[chute] = Arrays.copyOf(cached[chute], cached[chute].length + 1);
                    cached[chute][cached[chute].length - 1] = s;
                }
            }
        }
        return cached;
    }

    private Needs[] leastShares() {
        Needs[] least = new Needs[fleet.kinds().size()];
        Arrays.fill(least, new Needs(Integer.MAX_VALUE, Integer.MAX_VALUE, 0));
        for (Pool pool : pools) {
            Server server = fleet.server(pool.server());
            Needs known = least[pool.kind()];
            least[pool.kind()] = new Needs(
                    Math.min(known.cpusPerGpu(), server.shares().cpusPerGpu()),
                    Math.min(known.memoryGibPerGpu(), server.shares().memoryGibPerGpu()),
                    0);
        }
        return least;
    }

    private int serversWithRoom() {
        int count = 0;
        for (int s = 0; s < open.length; s++) {
            boolean room = false;
            for (int p : fleet.poolsOfServer(s)) {
                room |= !pools.get(p).free().isEmpty() || victims[p].count() > 0;
            }
            count += open[s] && room ? 1 : 0;
        }
        return count;
    }

    private double kept() {
        double sum = 0;
        for (Pool pool : pools) {
            for (Pool.Holding holding : pool.holdings()) {
                if (fleet.deployment(holding.deployment()).stage() != Stage.ENDING) {
                    sum += valuation.keep(
                            holding.deployment(), pool.kind(), holding.gpuIds().size());
                }
            }
        }
        return sum;
    }
}
