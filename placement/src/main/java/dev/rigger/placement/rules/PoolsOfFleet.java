package dev.rigger.placement.rules;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.GpuKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Groups a fleet's GPUs into pools. */
final class PoolsOfFleet {

    private final FleetSnapshot snapshot;
    private final Set<String> promised = new HashSet<>();
    private final Map<String, Integer> deploymentNumbers = new HashMap<>();
    private final List<GpuKind> kinds;
    private final List<Pool> pools = new ArrayList<>();
    private final int[][] byServer;

    PoolsOfFleet(FleetSnapshot snapshot) {
        this.snapshot = snapshot;
        snapshot.openLaunches().forEach(launch -> promised.addAll(launch.gpuIds()));
        for (int d = 0; d < snapshot.deployments().size(); d++) {
            deploymentNumbers.putIfAbsent(snapshot.deployments().get(d).deploymentId(), d);
        }
        kinds = kindsOf(snapshot);
        byServer = new int[snapshot.servers().size()][];
        for (int s = 0; s < byServer.length; s++) {
            byServer[s] = group(s, snapshot.servers().get(s));
        }
    }

    List<GpuKind> kinds() {
        return kinds;
    }

    List<Pool> pools() {
        return List.copyOf(pools);
    }

    int[][] byServer() {
        return byServer;
    }

    int[][] byKind() {
        int[][] byKind = new int[kinds.size()][];
        for (int k = 0; k < byKind.length; k++) {
            int kind = k;
            byKind[k] = pools.stream()
                    .filter(pool -> pool.kind() == kind)
                    .mapToInt(Pool::number)
                    .toArray();
        }
        return byKind;
    }

    private static List<GpuKind> kindsOf(FleetSnapshot snapshot) {
        Set<GpuKind> kinds = new TreeSet<>();
        for (Server server : snapshot.servers()) {
            String last = "";
            for (Gpu gpu : server.gpus()) {
                if (!gpu.model().equals(last)) {
                    last = gpu.model();
                    kinds.add(new GpuKind(last, server.tee()));
                }
            }
        }
        return List.copyOf(kinds);
    }

    private int[] group(int number, Server server) {
        Map<String, List<Gpu>> byModel = new TreeMap<>();
        for (Gpu gpu : server.gpus()) {
            byModel.computeIfAbsent(gpu.model(), model -> new ArrayList<>()).add(gpu);
        }
        int first = pools.size();
        byModel.forEach((model, gpus) ->
                pools.add(pool(number, kinds.indexOf(new GpuKind(model, server.tee())), gpus)));
        int[] own = new int[pools.size() - first];
        for (int i = 0; i < own.length; i++) {
            own[i] = first + i;
        }
        return own;
    }

    private Pool pool(int server, int kind, List<Gpu> gpus) {
        List<String> free = new ArrayList<>();
        int unverified = 0;
        Map<Integer, List<String>> held = new LinkedHashMap<>();
        for (Gpu gpu : gpus) {
            String owner = gpu.owner();
            if (owner != null) {
                Integer deployment = deploymentNumbers.get(owner);
                if (deployment != null && gpu.verified()) {
                    held.computeIfAbsent(deployment, d -> new ArrayList<>()).add(gpu.gpuId());
                }
            } else if (!gpu.verified()) {
                unverified++;
            } else if (!promised.contains(gpu.gpuId())) {
                free.add(gpu.gpuId());
            }
        }
        List<Pool.Holding> holdings = new ArrayList<>();
        held.forEach((deployment, ids) -> {
            if (ids.stream().noneMatch(promised::contains)) {
                holdings.add(new Pool.Holding(deployment, ids));
            }
        });
        return new Pool(pools.size(), server, kind, gpus.size(), free, unverified, holdings);
    }
}
