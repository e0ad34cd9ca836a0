package dev.rigger.placement.policies;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.policies.ReferenceGreedy.Spot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the reference miner looks for a server: cheapest first, then tightest, drawn from the first two that fit. */
final class ReferenceServers {
    private static final int POOL = 2;
    private static final Duration LEFT_ALONE = Duration.ofMinutes(62);
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private record Choice(Server server, int free) {}

    private static final Comparator<Choice> ORDER = Comparator.comparingDouble(
                    (Choice choice) -> choice.server.hourlyCost())
            .thenComparingInt(Choice::free);

    private final FleetSnapshot snapshot;
    private final Set<String> taken = new HashSet<>();
    private final Map<String, List<Deployment>> byServer = new HashMap<>();
    private final Map<String, Chute> chutes = new HashMap<>();
    private final Map<String, Integer> copiesLeft = new HashMap<>();
    private final Set<String> evicted = new HashSet<>();
    private long dice;
    private long looks;

    ReferenceServers(FleetSnapshot snapshot) {
        this.snapshot = snapshot;
        dice = snapshot.effort().seed();
        snapshot.openLaunches().forEach(launch -> taken.addAll(launch.gpuIds()));
        snapshot.deployments()
                .forEach(copy -> byServer.computeIfAbsent(copy.serverId(), id -> new ArrayList<>())
                        .add(copy));
        snapshot.chutes().forEach(chute -> {
            chutes.put(chute.chuteId(), chute);
            copiesLeft.put(
                    chute.chuteId(), chute.demand() == null ? 0 : chute.demand().active());
        });
    }

    long looks() {
        return looks;
    }

    /** A server with room, drawn anew each time; null when none has. */
    @Nullable
    Spot drawn(Chute chute) {
        List<Choice> fitting = fitting(chute, false);
        if (fitting.isEmpty()) {
            return null;
        }
        Server server = fitting.get(draw(Math.min(POOL, fitting.size()))).server();
        return new Spot(server, first(free(server), chute.gpuCount()), List.of());
    }

    /** The first server, in the same order, where ending what is worth less makes room. */
    @Nullable
    Spot preempting(Chute chute, double multiplier) {
        for (Choice choice : fitting(chute, true)) {
            Spot spot = preempting(choice.server, chute, multiplier);
            if (spot != null) {
                return spot;
            }
        }
        return null;
    }

    List<String> take(Spot spot) {
        taken.addAll(spot.gpuIds());
        for (String victim : spot.victims()) {
            evicted.add(victim);
            for (Deployment copy : byServer.getOrDefault(spot.server().serverId(), List.of())) {
                if (copy.deploymentId().equals(victim)) {
                    copiesLeft.merge(copy.chuteId(), -1, Integer::sum);
                    taken.addAll(held(spot.server(), victim));
                }
            }
        }
        return spot.gpuIds();
    }

    private @Nullable Spot preempting(Server server, Chute chute, double multiplier) {
        List<String> available = new ArrayList<>(free(server));
        List<String> victims = new ArrayList<>();
        Map<String, Integer> left = new HashMap<>();
        List<Deployment> ascending = new ArrayList<>(byServer.getOrDefault(server.serverId(), List.of()));
        ascending.sort(Comparator.comparingDouble(ReferenceServers::liveMultiplier));
        for (Deployment copy : ascending) {
            if (available.size() >= chute.gpuCount()) {
                break;
            }
            int others = left.getOrDefault(copy.chuteId(), copiesLeft.getOrDefault(copy.chuteId(), 0));
            if (mayGo(copy, chute) && liveMultiplier(copy) < multiplier && others > 1) {
                victims.add(copy.deploymentId());
                left.put(copy.chuteId(), others - 1);
                available.addAll(held(server, copy.deploymentId()));
            }
        }
        return available.size() >= chute.gpuCount()
                ? new Spot(server, first(available, chute.gpuCount()), List.copyOf(victims))
                : null;
    }

    private boolean mayGo(Deployment copy, Chute newcomer) {
        Instant since = copy.activatedAt();
        return !copy.job()
                && copy.preemptible()
                && copy.stage() == Stage.ACTIVE
                && since != null
                && since.plus(LEFT_ALONE).isBefore(snapshot.takenAt())
                && !copy.chuteId().equals(newcomer.chuteId())
                && !evicted.contains(copy.deploymentId());
    }

    /** What it does not know it takes for nothing. */
    private static double liveMultiplier(Deployment copy) {
        Double known = copy.multiplier();
        return known == null ? 0 : known;
    }

    private List<Choice> fitting(Chute chute, boolean whenEmpty) {
        List<Choice> fitting = new ArrayList<>();
        for (Server server : snapshot.servers()) {
            looks++;
            if (server.locked() || server.tee() != chute.tee()) {
                continue;
            }
            int supported = 0;
            int used = 0;
            for (Gpu gpu : server.gpus()) {
                supported += gpu.verified() && chute.supportedGpus().contains(gpu.model()) ? 1 : 0;
                used += gpu.verified() && (gpu.owner() != null || taken.contains(gpu.gpuId())) ? 1 : 0;
            }
            if ((whenEmpty ? supported : supported - used) >= chute.gpuCount() && hasDisk(server, chute)) {
                fitting.add(new Choice(server, supported - used));
            }
        }
        fitting.sort(ORDER);
        return fitting;
    }

    private static boolean hasDisk(Server server, Chute chute) {
        Integer free = server.shares().freeDiskGib();
        return free == null || free >= chute.needs().diskGib();
    }

    private List<String> free(Server server) {
        List<String> free = new ArrayList<>();
        for (Gpu gpu : server.gpus()) {
            if (gpu.verified() && gpu.owner() == null && !taken.contains(gpu.gpuId())) {
                free.add(gpu.gpuId());
            }
        }
        return free;
    }

    private static List<String> held(Server server, String deploymentId) {
        return server.gpus().stream()
                .filter(gpu -> deploymentId.equals(gpu.owner()))
                .map(Gpu::gpuId)
                .toList();
    }

    private static List<String> first(List<String> of, int count) {
        return List.copyOf(of.subList(0, count));
    }

    private int draw(int sides) {
        dice += GOLDEN;
        long z = (dice ^ (dice >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (int) Long.remainderUnsigned(z ^ (z >>> 31), sides);
    }
}
