package dev.rigger.placement;

import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Effort;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.FleetSnapshot.Worth;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/** Small fleets for tests, written in few words; everything not said is ordinary. */
public final class Fleets {

    public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    public static final ScoringRules RULES = new ScoringRules(
            "P26b",
            LocalDate.of(2026, 1, 1),
            Duration.ofHours(1),
            0.3,
            Duration.ofHours(2),
            Duration.ofHours(8),
            Duration.ofMinutes(62),
            1.1,
            1.5,
            Duration.ofMinutes(180));

    private Fleets() {}

    public static FleetSnapshot fleet(List<Server> servers, List<Chute> chutes, Deployment... deployments) {
        return new FleetSnapshot(
                NOW,
                Effort.DEFAULT,
                RULES,
                Limits.DEFAULTS,
                NOW,
                servers,
                chutes,
                List.of(deployments),
                List.of(),
                List.of(),
                Learned.NOTHING);
    }

    /** A ready server with that many free GPUs, called and known as {@code name}; its GPUs are {@code name-0} and so on. */
    public static Server server(String name, int gpus, String model, double hourlyCost) {
        return new Server(
                name,
                name,
                true,
                false,
                false,
                hourlyCost,
                Health.FRESH,
                new Shares(8, 64, 1_000),
                null,
                IntStream.range(0, gpus)
                        .mapToObj(i -> new Gpu(name + "-" + i, model, true, null))
                        .toList(),
                List.of());
    }

    /** A public chute of which the validator wants many copies; its worth does not drift. */
    public static Chute chute(String id, double multiplier, int gpus, String... models) {
        return new Chute(
                id,
                id,
                "v1",
                List.of(models),
                gpus,
                false,
                false,
                false,
                true,
                Worth.steady(multiplier),
                null,
                new Demand(true, 20, 3, 3, 0.6),
                Needs.DEFAULTS,
                null,
                List.of());
    }

    /** An active copy that anybody may end, old enough. It holds no GPU until {@link #holding} says so. */
    public static Deployment copy(String id, String chuteId, String serverId, double multiplier) {
        return new Deployment(
                id,
                chuteId,
                "v1",
                serverId,
                Stage.ACTIVE,
                false,
                true,
                false,
                multiplier,
                10,
                NOW.minus(Duration.ofMinutes(80)),
                NOW.minus(Duration.ofMinutes(70)));
    }

    /** The server with its GPUs {@code first} to {@code first + count - 1} held by the deployment. */
    public static Server holding(Server server, String deploymentId, int first, int count) {
        List<Gpu> gpus = IntStream.range(0, server.gpus().size())
                .mapToObj(i -> {
                    Gpu gpu = server.gpus().get(i);
                    return i >= first && i < first + count
                            ? new Gpu(gpu.gpuId(), gpu.model(), gpu.verified(), deploymentId)
                            : gpu;
                })
                .toList();
        return new Server(
                server.serverId(),
                server.name(),
                server.ready(),
                server.locked(),
                server.tee(),
                server.hourlyCost(),
                server.health(),
                server.shares(),
                server.quarantinedUntil(),
                gpus,
                server.cachedChutes());
    }
}
