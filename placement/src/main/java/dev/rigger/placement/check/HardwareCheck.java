package dev.rigger.placement.check;

import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Server;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Servers and their GPUs, without who uses them. */
final class HardwareCheck {
    private static final String SERVER = "server";

    private HardwareCheck() {}

    static void check(List<Server> servers) {
        Set<String> seen = HashSet.newHashSet(servers.size());
        Map<String, Gpu> gpus = HashMap.newHashMap(servers.size() * 8);
        for (Server server : servers) {
            server(server);
            if (!seen.add(server.serverId())) {
                throw Contradiction.LISTED_TWICE.found("Server " + server.serverId() + " is listed twice");
            }
            for (Gpu gpu : server.gpus()) {
                Given.present("GPU of server", server.serverId(), "id", gpu.gpuId());
                Given.present("GPU", gpu.gpuId(), "model", gpu.model());
                Gpu other = gpus.put(gpu.gpuId(), gpu);
                if (other != null) {
                    throw twice(gpu, other, server);
                }
            }
            if (gpus.size() > SnapshotCheck.MOST_GPUS) {
                throw Contradiction.TOO_MANY.found("The snapshot has more than " + SnapshotCheck.MOST_GPUS
                        + " GPUs, which is the most planned at once");
            }
        }
    }

    private static void server(Server server) {
        String id = server.serverId();
        Given.present(SERVER, "", "id", id);
        Given.present(SERVER, id, "name", server.name());
        String name = server.name();
        Given.present(SERVER, name, "health", server.health());
        Given.present(SERVER, name, "shares", server.shares());
        Given.amount(SERVER, name, "hourlyCost", server.hourlyCost());
        Given.countFrom(0, SERVER, name, "shares.cpusPerGpu", server.shares().cpusPerGpu());
        Given.countFrom(
                0, SERVER, name, "shares.memoryGibPerGpu", server.shares().memoryGibPerGpu());
    }

    private static RuntimeException twice(Gpu gpu, Gpu other, Server server) {
        return Objects.equals(gpu.owner(), other.owner())
                ? Contradiction.LISTED_TWICE.found(
                        "GPU " + gpu.gpuId() + " of server " + server.name() + " is listed twice")
                : Contradiction.GPU_OWNED_TWICE.found("GPU " + gpu.gpuId() + " of server " + server.name()
                        + " is owned twice, by " + named(other) + " and by " + named(gpu));
    }

    private static String named(Gpu gpu) {
        return gpu.owner() == null ? "nobody" : "deployment " + gpu.owner();
    }
}
