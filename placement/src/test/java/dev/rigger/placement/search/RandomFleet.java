package dev.rigger.placement.search;

import dev.rigger.placement.BidPrice;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.ColdStart;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Effort;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Outcomes;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.FleetSnapshot.Worth;
import dev.rigger.placement.Fleets;
import dev.rigger.placement.GpuKind;
import dev.rigger.placement.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A fleet thrown with seeded dice, with everything in it that a rule is about. */
final class RandomFleet {

    private static final String[] MODELS = {"h100", "a100", "l40s"};

    private final Random dice;
    private final List<Server> servers = new ArrayList<>();
    private final List<Chute> chutes = new ArrayList<>();
    private final List<Deployment> deployments = new ArrayList<>();
    private final List<OpenLaunch> openLaunches = new ArrayList<>();

    private RandomFleet(long seed) {
        dice = new Random(seed);
    }

    static FleetSnapshot of(long seed, int mostServers, int mostChutes) {
        return new RandomFleet(seed).throwIt(mostServers, mostChutes);
    }

    private FleetSnapshot throwIt(int mostServers, int mostChutes) {
        int chuteCount = 1 + dice.nextInt(mostChutes);
        for (int c = 0; c < chuteCount; c++) {
            chutes.add(chute("c" + c));
        }
        int serverCount = 1 + dice.nextInt(mostServers);
        double fullness = dice.nextDouble();
        for (int s = 0; s < serverCount; s++) {
            servers.add(server("s" + s, fullness));
        }
        return new FleetSnapshot(
                Fleets.NOW,
                Effort.DEFAULT,
                Fleets.RULES,
                limits(),
                chance(0.95) ? Fleets.NOW.minusSeconds(dice.nextInt(320)) : null,
                servers,
                chutes,
                deployments,
                backOffs(),
                openLaunches,
                learned());
    }

    private Limits limits() {
        return chance(0.5)
                ? Limits.DEFAULTS
                : new Limits(
                        dice.nextInt(10),
                        1 + dice.nextInt(6),
                        1 + dice.nextInt(3),
                        dice.nextInt(4),
                        dice.nextInt(6),
                        Duration.ofMillis(500),
                        Duration.ofMinutes(5));
    }

    private Chute chute(String id) {
        double now = chance(0.03) ? 0 : 0.2 + 3 * dice.nextDouble();
        int gpus = 1 << dice.nextInt(4);
        double scale = chance(0.7) ? gpus : 1;
        return new Chute(
                id,
                "chute " + id,
                "v1",
                IntStream.range(0, MODELS.length)
                        .filter(m -> chance(0.6))
                        .mapToObj(m -> MODELS[m])
                        .toList(),
                chance(0.1) ? 1 + dice.nextInt(8) : gpus,
                chance(0.2),
                chance(0.03),
                chance(0.03),
                chance(0.85),
                new Worth(now * scale, now * scale * (0.6 + 0.5 * dice.nextDouble())),
                chance(0.1) ? dice.nextInt(4) : null,
                demand(),
                new Needs(chance(0.05) ? 9 : 4, chance(0.05) ? 65 : 32, 10 + dice.nextInt(80)),
                chance(0.1) ? bounty() : null,
                chance(0.05) ? List.of("s0", "s1") : List.of());
    }

    private Bounty bounty() {
        int age = dice.nextInt(4_000);
        return new Bounty(
                dice.nextInt(1_000), 1 + dice.nextDouble() / 2, chance(0.9) ? Fleets.NOW.minusSeconds(age) : null);
    }

    private @Nullable Demand demand() {
        if (chance(0.1)) {
            return null;
        }
        int active = dice.nextInt(6);
        Integer target = chance(0.9) ? Math.max(0, active + dice.nextInt(8) - 2) : null;
        return new Demand(chance(0.85), target, active, active + dice.nextInt(2), dice.nextDouble());
    }

    private Server server(String id, double fullness) {
        String model = MODELS[dice.nextInt(MODELS.length)];
        String second = MODELS[dice.nextInt(MODELS.length)];
        int size = 2 << dice.nextInt(3);
        List<Gpu> gpus = new ArrayList<>();
        boolean mixed = chance(0.1);
        while (gpus.size() < size) {
            String of = mixed && gpus.size() >= size / 2 ? second : model;
            int block = Math.min(size - gpus.size(), 1 << dice.nextInt(3));
            String owner = chance(fullness) ? occupant(id, gpus.size(), block) : null;
            List<String> ids = new ArrayList<>();
            for (int g = 0; g < block; g++) {
                String gpuId = id + "-" + gpus.size();
                ids.add(gpuId);
                gpus.add(new Gpu(gpuId, of, chance(0.96), owner));
            }
            if (owner == null && chance(0.05) && !chutes.isEmpty()) {
                openLaunches.add(new OpenLaunch("l" + openLaunches.size(), anyChute(), id, ids));
            }
        }
        return new Server(
                id,
                id,
                chance(0.95),
                chance(0.05),
                chance(0.2),
                1 + dice.nextInt(4) / 2.0,
                chance(0.93) ? Health.FRESH : chance(0.5) ? Health.STALE : Health.UNREACHABLE,
                new Shares(8, 64, chance(0.8) ? 40 + dice.nextInt(400) : null),
                chance(0.05) ? Fleets.NOW.plusSeconds(dice.nextInt(100) - 50) : null,
                gpus,
                chutes.stream().map(Chute::chuteId).filter(c -> chance(0.1)).toList());
    }

    private String occupant(String server, int first, int size) {
        String id = "d-" + server + "-" + first;
        Stage stage = chance(0.8) ? Stage.ACTIVE : Stage.values()[dice.nextInt(4)];
        boolean served = stage == Stage.ACTIVE || (stage == Stage.ENDING && chance(0.5));
        Instant activated = served ? Fleets.NOW.minusSeconds(chance(0.05) ? 62 * 60 : dice.nextInt(10 * 3_600)) : null;
        deployments.add(new Deployment(
                id,
                anyChute(),
                "v1",
                server,
                stage,
                chance(0.05),
                chance(0.9),
                chance(0.05),
                chance(0.8) ? size * (0.1 + 2 * dice.nextDouble()) : null,
                10 + dice.nextInt(60),
                (activated == null ? Fleets.NOW : activated).minusSeconds(600),
                activated));
        return id;
    }

    private String anyChute() {
        return chutes.get(dice.nextInt(chutes.size())).chuteId();
    }

    private List<BackOff> backOffs() {
        List<BackOff> backOffs = new ArrayList<>();
        for (Chute chute : chutes) {
            if (chance(0.05)) {
                backOffs.add(BackOff.ofChute(chute.chuteId(), "423", soon()));
            }
            if (chance(0.1)) {
                backOffs.add(new BackOff(chute.chuteId(), anyServer(), "failed", soon()));
            }
        }
        if (chance(0.2)) {
            backOffs.add(BackOff.ofServer(anyServer(), "failed", soon()));
        }
        return backOffs;
    }

    private Instant soon() {
        return Fleets.NOW.plusSeconds(dice.nextInt(200) - 20);
    }

    private String anyServer() {
        return servers.get(dice.nextInt(servers.size())).serverId();
    }

    private Learned learned() {
        if (chance(0.3)) {
            return Learned.NOTHING;
        }
        List<ColdStart> starts = new ArrayList<>();
        List<Outcomes> outcomes = new ArrayList<>();
        starts.add(new ColdStart(null, null, chance(0.5), 40, Math.log(400)));
        for (Server server : servers) {
            if (chance(0.5)) {
                starts.add(new ColdStart(null, server.serverId(), false, 5, Math.log(200 + dice.nextInt(900))));
                outcomes.add(new Outcomes(null, server.serverId(), 10, 0, dice.nextInt(10), dice.nextInt(5)));
            }
        }
        for (Chute chute : chutes) {
            if (chance(0.5)) {
                String where = chance(0.3) ? anyServer() : null;
                starts.add(new ColdStart(
                        chute.chuteId(), where, chance(0.5), 1 + dice.nextInt(20), Math.log(60 + dice.nextInt(1_500))));
                outcomes.add(new Outcomes(
                        chute.chuteId(), where, dice.nextInt(9), dice.nextInt(9), dice.nextInt(9), dice.nextInt(4)));
            }
        }
        return new Learned(List.of(new BidPrice(new GpuKind("h100", false), dice.nextDouble())), starts, outcomes);
    }

    private boolean chance(double probability) {
        return dice.nextDouble() < probability;
    }
}
