package dev.rigger.placement;

import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Server;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fleet's free GPUs by class, with the rules that concern a server alone already applied. */
final class FreeGpus {

    private record Key(String model, boolean tee) {}

    private final Map<Key, GpuClass> classes = new HashMap<>();
    private int openServers;

    FreeGpus(FleetSnapshot snapshot) {
        Set<String> promised = snapshot.openLaunches().stream()
                .flatMap(launch -> launch.gpuIds().stream())
                .collect(Collectors.toCollection(HashSet::new));
        Set<String> backedOff = snapshot.backOffs().stream()
                .filter(backOff -> backOff.until().isAfter(snapshot.takenAt()))
                .map(BackOff::subject)
                .collect(Collectors.toCollection(HashSet::new));
        for (Server server : snapshot.servers()) {
            add(server, promised, backedOff.contains(server.serverId()));
        }
    }

    /** Servers that had something to give when the plan began. */
    int openServers() {
        return openServers;
    }

    /** The best place of all classes that suit the chute, or null. */
    @Nullable
    Pool best(Chute chute, Predicate<Pool> condition) {
        Pool best = null;
        for (String model : chute.supportedGpus()) {
            GpuClass gpus = classes.get(new Key(model, chute.tee()));
            Pool candidate = gpus == null
                    ? null
                    : gpus.best(chute.gpuCount(), pool -> condition.test(pool) && pool.shareTooSmall(chute) == null);
            if (candidate != null && (best == null || better(candidate, best))) {
                best = candidate;
            }
        }
        return best;
    }

    List<String> take(Pool pool, Chute chute) {
        pool.load.launched(chute);
        return ofClass(pool.model, pool.server.tee()).take(pool, chute.gpuCount());
    }

    Collection<GpuClass> suiting(Chute chute) {
        return suiting(chute, chute.tee());
    }

    Collection<GpuClass> suiting(Chute chute, boolean tee) {
        List<GpuClass> suiting = new ArrayList<>();
        for (String model : chute.supportedGpus()) {
            GpuClass gpus = classes.get(new Key(model, tee));
            if (gpus != null) {
                suiting.add(gpus);
            }
        }
        return suiting;
    }

    private static boolean better(Pool candidate, Pool best) {
        if (candidate.server.hourlyCost() != best.server.hourlyCost()) {
            return candidate.server.hourlyCost() < best.server.hourlyCost();
        }
        if (candidate.freeGpus() != best.freeGpus()) {
            return candidate.freeGpus() < best.freeGpus();
        }
        return Pool.BY_COST.compare(candidate, best) < 0;
    }

    private void add(Server server, Set<String> promised, boolean backedOff) {
        Map<String, List<String>> freeByModel = new TreeMap<>();
        for (Gpu gpu : server.gpus()) {
            if (gpu.owner() != null || promised.contains(gpu.gpuId())) {
                continue;
            }
            if (gpu.verified()) {
                freeByModel
                        .computeIfAbsent(gpu.model(), model -> new ArrayList<>())
                        .add(gpu.gpuId());
            } else {
                ofClass(gpu.model(), server.tee()).lost(Rule.GPU_VERIFIED, 1);
            }
        }
        Rule closed = closed(server, backedOff);
        if (closed == null && !freeByModel.isEmpty()) {
            openServers++;
        }
        Pool.ServerLoad load = new Pool.ServerLoad(server.shares().freeDiskGib());
        freeByModel.forEach((model, free) -> {
            GpuClass gpus = ofClass(model, server.tee());
            if (closed == null) {
                gpus.add(new Pool(server, model, load, free.stream().sorted().toList()));
            } else {
                gpus.lost(closed, free.size());
            }
        });
    }

    private static @Nullable Rule closed(Server server, boolean backedOff) {
        if (!server.ready()) {
            return Rule.SERVER_READY;
        }
        if (server.locked()) {
            return Rule.SERVER_UNLOCKED;
        }
        return backedOff ? Rule.SERVER_NOT_BACKED_OFF : null;
    }

    private GpuClass ofClass(String model, boolean tee) {
        return classes.computeIfAbsent(new Key(model, tee), key -> new GpuClass());
    }
}
