package dev.rigger.placement.rules;

import java.util.ArrayList;
import java.util.List;

/** What is left of a fleet while one plan is made: free GPUs, disk, launches so far, and who was evicted. */
public final class Room {

    /** Disk of a server that nobody has measured: no reason to refuse. */
    public static final int UNMEASURED = Integer.MAX_VALUE;

    private final FleetView fleet;
    private final List<List<String>> free = new ArrayList<>();
    private final int[] diskGib;
    private final int[] launches;
    private final boolean[] evicted;
    private final int[] evictedOfChute;

    public Room(FleetView fleet) {
        this.fleet = fleet;
        fleet.pools().forEach(pool -> free.add(new ArrayList<>(pool.free())));
        diskGib = new int[fleet.servers()];
        for (int s = 0; s < diskGib.length; s++) {
            Integer measured = fleet.server(s).shares().freeDiskGib();
            diskGib[s] =
                    measured == null ? UNMEASURED : measured - fleet.arrivals().promisedDiskGib(s);
        }
        launches = new int[fleet.servers()];
        evicted = new boolean[fleet.deployments()];
        evictedOfChute = new int[fleet.chutes()];
    }

    /** GPUs of the pool that a launch of this plan may still take. */
    public int free(int pool) {
        return free.get(pool).size();
    }

    /** Disk left, or {@link #UNMEASURED}. */
    public int diskGib(int server) {
        return diskGib[server];
    }

    /** Launches of this plan on the server. */
    public int launches(int server) {
        return launches[server];
    }

    public boolean evicted(int deployment) {
        return evicted[deployment];
    }

    /** Whether one more copy of the chute may be evicted without risking its last. */
    public boolean expendable(int chute) {
        return evictedOfChute[chute] < fleet.copies().expendable(chute);
    }

    /** A quarantined server takes one launch a plan, as a probe. */
    public boolean admits(int server) {
        return launches[server] == 0 || !ServerRules.quarantined(fleet, server);
    }

    /** GPUs of the pool that the deployment would give back. */
    public List<String> heldIn(Pool pool, int deployment) {
        for (Pool.Holding holding : pool.holdings()) {
            if (holding.deployment() == deployment) {
                return holding.gpuIds();
            }
        }
        return List.of();
    }

    /** How many GPUs of the pool a launch could take if these deployments were evicted for it. */
    public int free(Pool pool, int[] victims) {
        int free = free(pool.number());
        for (int victim : victims) {
            free += heldIn(pool, victim).size();
        }
        return free;
    }

    /** Disk that would be left if these deployments were evicted, or {@link #UNMEASURED}. */
    public int diskGib(int server, int[] victims) {
        int left = diskGib[server];
        if (left != UNMEASURED) {
            for (int victim : victims) {
                left += fleet.deployment(victim).diskGib();
            }
        }
        return left;
    }

    /**
     * Takes the chute's GPUs from the pool and tells which: the victims' first. What victims held beyond that, GPUs or
     * disk, is nobody's until they are gone, so no other launch of this plan gets it.
     *
     * @param victims deployments that are evicted for this launch; empty when what is free is enough
     */
    public List<String> take(int chute, Pool pool, int... victims) {
        List<String> taken = new ArrayList<>();
        int count = fleet.chute(chute).gpuCount();
        int disk = fleet.chute(chute).needs().diskGib();
        for (int victim : victims) {
            evict(victim);
            taken.addAll(heldIn(pool, victim));
            disk -= fleet.deployment(victim).diskGib();
        }
        if (taken.size() > count) {
            taken.subList(count, taken.size()).clear();
        }
        List<String> head = free.get(pool.number()).subList(0, count - taken.size());
        taken.addAll(head);
        head.clear();
        launches[pool.server()]++;
        if (diskGib[pool.server()] != UNMEASURED) {
            diskGib[pool.server()] -= Math.max(0, disk);
        }
        return List.copyOf(taken);
    }

    private void evict(int deployment) {
        evicted[deployment] = true;
        int chute = fleet.chuteOf(deployment);
        if (chute != FleetView.NONE) {
            evictedOfChute[chute]++;
        }
    }
}
