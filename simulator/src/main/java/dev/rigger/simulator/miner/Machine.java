package dev.rigger.simulator.miner;

import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.simulator.world.ChuteSpec;
import dev.rigger.simulator.world.ServerSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One server of ours: who holds its GPUs, what lies in its cache, and whether its cluster answers. */
final class Machine {
    private static final int CPUS_PER_GPU = 16;
    private static final int MEMORY_GIB_PER_GPU = 128;

    final ServerSpec spec;
    private final @Nullable Copy[] owners;

    /** Orders that were promised a GPU and do not hold it yet. */
    private final @Nullable Copy[] promised;

    private final Map<ChuteSpec, Boolean> cache = new LinkedHashMap<>(16, 0.75f, true);
    private int cachedGib;
    private int diskUsedGib;

    /** Copies that pull their image and weights just now. */
    int pulling;

    /** Whether its cluster answers, in truth and as we know. */
    boolean reachable = true;

    private Health health = Health.FRESH;
    private @Nullable Instant quarantinedUntil;
    private @Nullable Server record;

    Machine(ServerSpec spec) {
        this.spec = spec;
        owners = new Copy[spec.gpus()];
        promised = new Copy[spec.gpus()];
    }

    String gpuId(int gpu) {
        return spec.id() + "/" + gpu;
    }

    /** Numbers of its GPUs by their ids. */
    List<Integer> gpus(List<String> ids) {
        List<Integer> numbers = new ArrayList<>();
        for (String id : ids) {
            numbers.add(Integer.parseInt(id.substring(id.indexOf('/') + 1)));
        }
        return numbers;
    }

    int free() {
        int free = 0;
        for (int gpu = 0; gpu < owners.length; gpu++) {
            free += owners[gpu] == null && promised[gpu] == null ? 1 : 0;
        }
        return free;
    }

    /** The first so many GPUs that nobody holds or was promised. */
    List<Integer> firstFree(int count) {
        List<Integer> free = new ArrayList<>();
        for (int gpu = 0; gpu < owners.length && free.size() < count; gpu++) {
            if (owners[gpu] == null && promised[gpu] == null) {
                free.add(gpu);
            }
        }
        return free;
    }

    /** Whether all that hold one of these GPUs are among those that go, and nobody was promised one. */
    boolean available(List<Integer> gpus, List<String> going) {
        for (int gpu : gpus) {
            Copy owner = owners[gpu];
            if (promised[gpu] != null || owner != null && !going.contains(owner.id)) {
                return false;
            }
        }
        return true;
    }

    void promise(Copy copy) {
        copy.gpus.forEach(gpu -> promised[gpu] = copy);
        record = null;
    }

    void takeBack(Copy copy) {
        copy.gpus.stream().filter(gpu -> promised[gpu] == copy).forEach(gpu -> promised[gpu] = null);
        record = null;
    }

    void reserve(Copy copy) {
        takeBack(copy);
        copy.gpus.forEach(gpu -> owners[gpu] = copy);
        diskUsedGib += copy.diskGib;
        record = null;
    }

    void release(Copy copy) {
        copy.gpus.stream().filter(gpu -> owners[gpu] == copy).forEach(gpu -> owners[gpu] = null);
        diskUsedGib -= copy.diskGib;
        record = null;
    }

    boolean cached(ChuteSpec chute) {
        return cache.get(chute) != null;
    }

    /** Keeps what was pulled; what was unused longest makes room. */
    void keep(ChuteSpec chute) {
        if (cache.put(chute, true) == null) {
            cachedGib += chute.cacheGib();
        }
        var eldest = cache.keySet().iterator();
        while (cachedGib > spec.cacheGib() && eldest.hasNext()) {
            ChuteSpec old = eldest.next();
            if (old != chute) {
                cachedGib -= old.cacheGib();
                eldest.remove();
            }
        }
        record = null;
    }

    void look(Health seen) {
        if (health != seen) {
            health = seen;
            record = null;
        }
    }

    void quarantine(@Nullable Instant until) {
        quarantinedUntil = until;
        record = null;
    }

    Server record() {
        Server known = record;
        if (known == null) {
            List<Gpu> gpus = new ArrayList<>(owners.length);
            for (int gpu = 0; gpu < owners.length; gpu++) {
                Copy owner = owners[gpu];
                gpus.add(new Gpu(gpuId(gpu), spec.kind().model(), true, owner == null ? null : owner.id));
            }
            known = new Server(
                    spec.id(),
                    spec.id(),
                    true,
                    false,
                    spec.kind().tee(),
                    spec.hourlyCost(),
                    health,
                    new Shares(CPUS_PER_GPU, MEMORY_GIB_PER_GPU, spec.diskGib() - diskUsedGib),
                    quarantinedUntil,
                    gpus,
                    cache.keySet().stream().map(ChuteSpec::id).sorted().toList());
            record = known;
        }
        return known;
    }
}
