package dev.rigger.simulator.world;

import dev.rigger.placement.GpuKind;
import dev.rigger.simulator.engine.Dice;
import java.util.List;
import java.util.SortedMap;

/**
 * One world: everything that is so before anybody acts.
 *
 * @param rivalGpus how many GPUs other miners own together
 * @param settling how long rivals are alone before we enter, in milliseconds; the run's clock begins with it
 */
public record World(
        Scenario scenario,
        Dice dice,
        List<ServerSpec> servers,
        List<ChuteSpec> chutes,
        SortedMap<GpuKind, Integer> rivalGpus,
        long settling) {

    public World {
        servers = List.copyOf(servers);
        chutes = List.copyOf(chutes);
    }

    public long end() {
        return settling + scenario.length().toMillis();
    }

    public int gpus() {
        return servers.stream().mapToInt(ServerSpec::gpus).sum();
    }

    public double hourlyCost() {
        return servers.stream()
                .mapToDouble(server -> server.gpus() * server.hourlyCost())
                .sum();
    }
}
