package dev.rigger.placement.search;

import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.Room;
import dev.rigger.placement.search.Ground.Victims;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A plan in the making: who goes where so far, and what is left. */
final class Board {

    final Ground ground;
    final int[] free;
    final int[] launchesOn;
    /** Of those, the ones to which a server's limit applies: all but those for bounties. */
    final int[] countedOn;

    final int[] diskGib;
    final int[] copiesLeft;
    final boolean[] evicted;
    final List<Placement> placements;
    int launches;
    int bountyLaunches;
    int evictions;
    double gain;
    /** Cheapest way to have g GPUs of pool p, at {@code p * width + g}. */
    final double[] cost;

    final int[] sets;
    /** Counts the changes of each pool, so that what was found before can be told from what still holds. */
    final int[] version;

    private final int[] expendable;
    private final VictimSets victimSets;

    Board(Ground ground) {
        this.ground = ground;
        FleetView fleet = ground.fleet;
        free = fleet.pools().stream().mapToInt(pool -> pool.free().size()).toArray();
        launchesOn = new int[fleet.servers()];
        countedOn = new int[fleet.servers()];
        Room untouched = new Room(fleet);
        diskGib = new int[fleet.servers()];
        Arrays.setAll(diskGib, untouched::diskGib);
        copiesLeft = ground.allowed.clone();
        evicted = new boolean[fleet.deployments()];
        expendable = new int[fleet.chutes()];
        Arrays.setAll(expendable, fleet.copies()::expendable);
        placements = new ArrayList<>();
        cost = new double[free.length * ground.width];
        sets = new int[cost.length];
        version = new int[free.length];
        victimSets = new VictimSets(ground);
        for (int p = 0; p < free.length; p++) {
            refresh(p);
        }
    }

    private Board(Board other) {
        ground = other.ground;
        free = other.free.clone();
        launchesOn = other.launchesOn.clone();
        countedOn = other.countedOn.clone();
        diskGib = other.diskGib.clone();
        copiesLeft = other.copiesLeft.clone();
        evicted = other.evicted.clone();
        expendable = other.expendable.clone();
        placements = new ArrayList<>(other.placements);
        launches = other.launches;
        bountyLaunches = other.bountyLaunches;
        evictions = other.evictions;
        gain = other.gain;
        cost = other.cost.clone();
        sets = other.sets.clone();
        version = other.version.clone();
        victimSets = other.victimSets;
    }

    Board copy() {
        return new Board(this);
    }

    VictimSets victimSets() {
        return victimSets;
    }

    int expendable(int chute) {
        return expendable[chute];
    }

    int evictionsLeft() {
        return ground.fleet.snapshot().limits().evictions() - evictions;
    }

    /** Whether a plan's limit leaves one more launch of that chute anywhere. */
    boolean launchLeft(int chute) {
        return ground.bountied[chute]
                ? bountyLaunches < ground.fleet.snapshot().limits().bountyLaunches()
                : launches < ground.maxLaunches;
    }

    /** Whether the server takes one more launch of that chute. */
    boolean admits(int server, int chute) {
        if (!ground.open[server] || (ground.quarantined[server] && launchesOn[server] > 0)) {
            return false;
        }
        return ground.bountied[chute] || countedOn[server] < ground.maxLaunchesPerServer;
    }

    boolean diskSuffices(int chute, int pool, int set) {
        int server = ground.pool(pool).server();
        int left = diskGib[server];
        if (left == Room.UNMEASURED) {
            return true;
        }
        int needed = ground.fleet.chute(chute).needs().diskGib();
        return needed <= left || (set != 0 && needed <= left + diskOf(ground.victims[pool], set));
    }

    void launch(Placement placement) {
        change(placement, 1);
        placements.add(placement);
    }

    /** Takes a launch back, and gives its victims their places. */
    void undo(Placement placement) {
        change(placement, -1);
        placements.remove(placement);
    }

    private void change(Placement placement, int by) {
        int chute = placement.chute();
        int pool = placement.pool();
        int server = ground.pool(pool).server();
        free[pool] -= by * placement.gpusTaken(ground.fleet.chute(chute).gpuCount());
        launchesOn[server] += by;
        copiesLeft[chute] -= by;
        if (ground.bountied[chute]) {
            bountyLaunches += by;
        } else {
            launches += by;
            countedOn[server] += by;
        }
        gain += by * placement.gain();
        Victims victims = ground.victims[pool];
        int disk = ground.fleet.chute(chute).needs().diskGib() - diskOf(victims, placement.victims());
        takeDisk(server, by * Math.max(0, disk));
        evict(victims, placement.victims(), by);
        refresh(pool);
    }

    private void evict(Victims victims, int set, int by) {
        for (int v = 0; v < victims.count(); v++) {
            if ((set >> v & 1) == 1) {
                int deployment = victims.deployments()[v];
                int chute = ground.fleet.chuteOf(deployment);
                evicted[deployment] = by > 0;
                evictions += by;
                expendable[chute] -= by;
                for (int pool : ground.victimPools(chute)) {
                    refresh(pool);
                }
            }
        }
    }

    private void takeDisk(int server, int gib) {
        if (diskGib[server] != Room.UNMEASURED) {
            diskGib[server] -= gib;
        }
    }

    private void refresh(int pool) {
        victimSets.fill(this, pool, cost, sets, pool * ground.width);
        version[pool]++;
    }

    private int diskOf(Victims victims, int set) {
        int disk = 0;
        for (int v = 0; v < victims.count(); v++) {
            if ((set >> v & 1) == 1) {
                disk += ground.fleet.deployment(victims.deployments()[v]).diskGib();
            }
        }
        return disk;
    }
}
