package dev.rigger.placement.capacity;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.GpuKind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which kinds of servers to ask about, and what one more of a kind would look like. */
final class Kinds {

    private static final int USUAL_GPUS = 8;
    private static final Shares AMPLE = new Shares(1_024, 65_536, null);

    private Kinds() {}

    /** Those that the fleet has, then those that chutes ask for. */
    static List<GpuKind> of(FleetSnapshot snapshot) {
        Set<GpuKind> owned = new TreeSet<>();
        for (Server server : snapshot.servers()) {
            server.gpus().forEach(gpu -> owned.add(new GpuKind(gpu.model(), server.tee())));
        }
        Set<GpuKind> wanted = new TreeSet<>();
        for (Chute chute : snapshot.chutes()) {
            chute.supportedGpus().forEach(model -> wanted.add(new GpuKind(model, chute.tee())));
        }
        Set<GpuKind> all = new LinkedHashSet<>(owned);
        all.addAll(wanted);
        return List.copyOf(all);
    }

    /** Ready and empty, like the largest that the fleet has of the kind. */
    static Server another(FleetSnapshot snapshot, GpuKind kind) {
        int gpus = servers(snapshot, kind)
                .mapToInt(server -> count(server, kind))
                .max()
                .orElse(USUAL_GPUS);
        Shares shares = servers(snapshot, kind)
                .map(Server::shares)
                .reduce((one, other) -> new Shares(
                        Math.max(one.cpusPerGpu(), other.cpusPerGpu()),
                        Math.max(one.memoryGibPerGpu(), other.memoryGibPerGpu()),
                        null))
                .map(best -> new Shares(best.cpusPerGpu(), best.memoryGibPerGpu(), null))
                .orElse(AMPLE);
        String id = "one-more-" + kind.model() + "-" + snapshot.servers().size();
        return new Server(
                id,
                id,
                true,
                false,
                kind.tee(),
                usualCost(snapshot, kind).orElse(0),
                Health.FRESH,
                shares,
                null,
                IntStream.range(0, gpus)
                        .mapToObj(i -> new Gpu(id + "/" + i, kind.model(), true, null))
                        .toList(),
                List.of());
    }

    /** USD for a GPU and hour; empty when the fleet has none of the kind. */
    static OptionalDouble usualCost(FleetSnapshot snapshot, GpuKind kind) {
        return servers(snapshot, kind).mapToDouble(Server::hourlyCost).average();
    }

    /** Those whose copies earn least a GPU now. */
    static List<Server> leastUseful(FleetSnapshot snapshot, int most) {
        Map<String, Double> earned = new HashMap<>();
        Map<String, Double> worth = new HashMap<>();
        snapshot.chutes()
                .forEach(chute -> worth.put(chute.chuteId(), chute.worth().now()));
        for (Deployment copy : snapshot.deployments()) {
            if (copy.stage() != Stage.ENDING) {
                Double own = copy.multiplier();
                double rate = own == null ? worth.getOrDefault(copy.chuteId(), 0.0) : own;
                earned.merge(copy.serverId(), rate, Double::sum);
            }
        }
        return snapshot.servers().stream()
                .filter(server -> !server.gpus().isEmpty())
                .sorted(Comparator.comparingDouble((Server server) -> earned.getOrDefault(server.serverId(), 0.0)
                                / server.gpus().size())
                        .thenComparing(Server::serverId))
                .limit(most)
                .toList();
    }

    private static Stream<Server> servers(FleetSnapshot snapshot, GpuKind kind) {
        return snapshot.servers().stream().filter(server -> server.tee() == kind.tee() && count(server, kind) > 0);
    }

    private static int count(Server server, GpuKind kind) {
        return (int) server.gpus().stream()
                .filter(gpu -> gpu.model().equals(kind.model()))
                .count();
    }
}
