package dev.rigger.placement;

import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Server;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The free, verified GPUs of one model on one server; shrinks as a plan is made. */
final class Pool {

    /** Cheapest first, then by name, so that equals have one order. */
    static final Comparator<Pool> BY_COST = Comparator.comparingDouble((Pool pool) -> pool.server.hourlyCost())
            .thenComparing(pool -> pool.server.name())
            .thenComparing(pool -> pool.server.serverId())
            .thenComparing(pool -> pool.model);

    final Server server;
    final String model;
    final ServerLoad load;
    private List<String> free;

    Pool(Server server, String model, ServerLoad load, List<String> free) {
        this.server = server;
        this.model = model;
        this.load = load;
        this.free = free;
    }

    int freeGpus() {
        return free.size();
    }

    List<String> take(int gpus) {
        List<String> taken = List.copyOf(free.subList(0, gpus));
        free = List.copyOf(free.subList(gpus, free.size()));
        return taken;
    }

    /** The first share of the server that is too small for the chute, or null when all suffice. */
    @Nullable
    Rule shareTooSmall(Chute chute) {
        if (server.shares().cpusPerGpu() < chute.needs().cpusPerGpu()) {
            return Rule.CPU_SHARE;
        }
        if (server.shares().memoryGibPerGpu() < chute.needs().memoryGibPerGpu()) {
            return Rule.MEMORY_SHARE;
        }
        return load.hasDisk(chute.needs().diskGib()) ? null : Rule.DISK_SHARE;
    }

    /** What a plan already put on a server; shared by its pools. */
    static final class ServerLoad {
        private final @Nullable Integer diskGib;
        private int diskGibTaken;
        private int launches;

        ServerLoad(@Nullable Integer freeDiskGib) {
            this.diskGib = freeDiskGib;
        }

        boolean hasDisk(int gib) {
            return diskGib == null || diskGib - diskGibTaken >= gib;
        }

        int launches() {
            return launches;
        }

        void launched(Chute chute) {
            launches++;
            diskGibTaken += chute.needs().diskGib();
        }
    }
}
