package dev.rigger.placement.rules;

import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.Rule;
import org.jspecify.annotations.Nullable;

/** The rules that concern a chute on a server, in the order in which a person would ask. */
public final class PlaceRules {

    private PlaceRules() {}

    /**
     * The first rule that forbids the chute on this pool whatever is free there, or null. Rules of the server alone come
     * first among those of place, but after the ones that make it the wrong server for ever.
     */
    public static @Nullable Rule firstBroken(FleetView fleet, int chute, Pool pool) {
        Rule forEver = unsuitable(fleet, chute, pool);
        return forEver != null ? forEver : closed(fleet, chute, pool);
    }

    /**
     * {@link #firstBroken(FleetView, int, Pool)}, and whether as many GPUs and as much disk are free, or would be without
     * these deployments.
     */
    public static @Nullable Rule firstBroken(FleetView fleet, int chute, Pool pool, Room room, int... victims) {
        Rule broken = firstBroken(fleet, chute, pool);
        return broken != null ? broken : full(fleet.chute(chute), pool, room, victims);
    }

    private static @Nullable Rule unsuitable(FleetView fleet, int number, Pool pool) {
        Chute chute = fleet.chute(number);
        if (fleet.kinds().get(pool.kind()).tee() != chute.tee()) {
            return Rule.TEE_EQUAL;
        }
        if (!contains(fleet.kindsOfChute(number), pool.kind())) {
            return Rule.GPU_MODEL;
        }
        if (!chute.pinnedTo().isEmpty()
                && !chute.pinnedTo().contains(fleet.server(pool.server()).serverId())) {
            return Rule.PINNED;
        }
        Needs needs = chute.needs();
        Shares shares = fleet.server(pool.server()).shares();
        if (needs.cpusPerGpu() > shares.cpusPerGpu()) {
            return Rule.CPU_SHARE;
        }
        if (needs.memoryGibPerGpu() > shares.memoryGibPerGpu()) {
            return Rule.MEMORY_SHARE;
        }
        return pool.total() < chute.gpuCount() ? Rule.GPU_COUNT : null;
    }

    private static @Nullable Rule closed(FleetView fleet, int chute, Pool pool) {
        Rule server = ServerRules.firstBroken(fleet, pool.server());
        if (server != null) {
            return server;
        }
        return fleet.backOffs().ofPair(chute, pool.server()) == null ? null : Rule.SERVER_NOT_BACKED_OFF;
    }

    private static @Nullable Rule full(Chute chute, Pool pool, Room room, int... victims) {
        if (!room.admits(pool.server())) {
            return Rule.SERVER_NOT_QUARANTINED;
        }
        int free = room.free(pool, victims);
        if (free < chute.gpuCount()) {
            return free + pool.unverified() >= chute.gpuCount() ? Rule.GPU_VERIFIED : Rule.GPU_COUNT;
        }
        return chute.needs().diskGib() > room.diskGib(pool.server(), victims) ? Rule.DISK_SHARE : null;
    }

    private static boolean contains(int[] sorted, int kind) {
        for (int each : sorted) {
            if (each == kind) {
                return true;
            }
        }
        return false;
    }
}
