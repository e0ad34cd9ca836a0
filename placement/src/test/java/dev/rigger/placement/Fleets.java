package dev.rigger.placement;

import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.FleetSnapshot.Stage;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Small fleets, written down as a person would say them. */
final class Fleets {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Fleets() {}

    static FleetSnapshot fleet(List<Server> servers, List<Chute> chutes) {
        return fleet(servers, chutes, List.of(), List.of());
    }

    static FleetSnapshot fleet(
            List<Server> servers, List<Chute> chutes, List<Deployment> deployments, List<BackOff> backOffs) {
        return new FleetSnapshot(NOW, servers, chutes, deployments, backOffs, List.of());
    }

    static Server server(String name, int gpus, String model, double cost) {
        return new Server(name, name, true, false, false, cost, new Shares(4, 32, null), gpus(name, gpus, model));
    }

    static Server locked(Server server) {
        return new Server(
                server.serverId(),
                server.name(),
                server.ready(),
                true,
                server.tee(),
                server.hourlyCost(),
                server.shares(),
                server.gpus());
    }

    static Server withDisk(Server server, int gib) {
        return new Server(
                server.serverId(),
                server.name(),
                server.ready(),
                server.locked(),
                server.tee(),
                server.hourlyCost(),
                new Shares(4, 32, gib),
                server.gpus());
    }

    static Chute chute(String id, double multiplier, int gpus, String... models) {
        return chute(id, multiplier, gpus, true, false, null, models);
    }

    static Chute chute(
            String id,
            double multiplier,
            int gpus,
            boolean scalable,
            boolean tee,
            @Nullable Bounty bounty,
            String... models) {
        return new Chute(
                id,
                id,
                "v1",
                List.of(models),
                gpus,
                tee,
                false,
                false,
                multiplier,
                scalable,
                null,
                Needs.DEFAULTS,
                bounty);
    }

    static Deployment copy(String chuteId, Stage stage) {
        return new Deployment(
                "d-" + chuteId, chuteId, "v1", "elsewhere", stage, false, true, NOW.minusSeconds(600), null);
    }

    private static List<Gpu> gpus(String name, int count, String model) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Gpu(name + "-" + i, model, true, null))
                .toList();
    }
}
