package dev.rigger.placement;

import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.FleetSnapshot.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Fleets by seed: every rule has something to refuse in them. */
final class RandomFleet {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> MODELS = List.of("h200", "h100", "a100", "l40s", "4090", "b200");

    private final Random random;
    private final List<Deployment> deployments = new ArrayList<>();
    private final List<BackOff> backOffs = new ArrayList<>();
    private final List<OpenLaunch> openLaunches = new ArrayList<>();

    private RandomFleet(long seed) {
        random = new Random(seed);
    }

    static FleetSnapshot of(long seed, int servers, int chutes) {
        return new RandomFleet(seed).snapshot(servers, chutes);
    }

    private FleetSnapshot snapshot(int serverCount, int chuteCount) {
        List<Chute> chutes = new ArrayList<>();
        for (int i = 0; i < chuteCount; i++) {
            chutes.add(chute("chute-" + i));
        }
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < serverCount; i++) {
            servers.add(server("server-" + i, chutes));
        }
        return new FleetSnapshot(NOW, servers, chutes, deployments, backOffs, openLaunches);
    }

    private Chute chute(String id) {
        if (oneIn(20)) {
            backOffs.add(new BackOff(id, "CAPACITY_LOCKED", NOW.plusSeconds(random.nextInt(200) - 100)));
        }
        List<String> supported = new ArrayList<>();
        for (String model : MODELS) {
            if (oneIn(3)) {
                supported.add(model);
            }
        }
        return new Chute(
                id,
                "name of " + id,
                "v" + random.nextInt(3),
                supported,
                1 << random.nextInt(4),
                oneIn(4),
                oneIn(30),
                oneIn(30),
                random.nextInt(-1, 40) / 10.0,
                !oneIn(3),
                oneIn(4) ? Integer.valueOf(random.nextInt(3)) : null,
                new Needs(1 + random.nextInt(3), 1 + random.nextInt(8), 10 + random.nextInt(100)),
                oneIn(10) ? new Bounty(random.nextInt(1000), 1 + random.nextInt(50) / 100.0) : null);
    }

    private Server server(String id, List<Chute> chutes) {
        if (oneIn(20)) {
            backOffs.add(new BackOff(id, "CLUSTER_UNREACHABLE", NOW.plusSeconds(random.nextInt(200) - 100)));
        }
        List<Gpu> gpus = new ArrayList<>();
        String model = MODELS.get(random.nextInt(MODELS.size()));
        for (int i = 0; i < 8; i++) {
            String gpuId = id + "/gpu-" + i;
            gpus.add(new Gpu(
                    gpuId,
                    oneIn(30) ? MODELS.get(random.nextInt(MODELS.size())) : model,
                    !oneIn(25),
                    chutes.isEmpty() || !oneIn(3) ? null : owner(id, gpuId, chutes)));
            if (!chutes.isEmpty() && oneIn(40)) {
                openLaunches.add(new OpenLaunch("open-" + gpuId, anyOf(chutes).chuteId(), id, List.of(gpuId)));
            }
        }
        return new Server(
                id,
                "name of " + id,
                !oneIn(20),
                oneIn(15),
                oneIn(4),
                (1 + random.nextInt(8)) / 4.0,
                new Shares(1 + random.nextInt(4), 1 + random.nextInt(60), disk()),
                gpus);
    }

    private @Nullable Integer disk() {
        return oneIn(3) ? null : Integer.valueOf(random.nextInt(600));
    }

    private String owner(String serverId, String gpuId, List<Chute> chutes) {
        Chute chute = anyOf(chutes);
        Stage stage = Stage.values()[random.nextInt(3)];
        deployments.add(new Deployment(
                "deployment-" + gpuId,
                chute.chuteId(),
                chute.version(),
                serverId,
                stage,
                oneIn(10),
                true,
                NOW.minusSeconds(5000),
                stage == Stage.ACTIVE ? NOW.minusSeconds(4000) : null));
        return "deployment-" + gpuId;
    }

    private Chute anyOf(List<Chute> chutes) {
        return chutes.get(random.nextInt(chutes.size()));
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
