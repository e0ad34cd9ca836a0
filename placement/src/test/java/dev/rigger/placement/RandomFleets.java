package dev.rigger.placement;

import static dev.rigger.placement.Fleets.NOW;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Fleets by seed that contradict nothing: every rule has something to refuse in them, and most places are taken. */
public final class RandomFleets {
    private static final List<String> MODELS = List.of("h200", "h100", "l40s", "b200");

    private final Random random;
    private final int calm;
    private final List<Chute> chutes;
    private final List<Deployment> deployments = new ArrayList<>();
    private final List<OpenLaunch> openLaunches = new ArrayList<>();
    private final List<BackOff> backOffs = new ArrayList<>();

    private RandomFleets(long seed, int chuteCount, int calm) {
        random = new Random(seed);
        this.calm = calm;
        chutes = IntStream.range(0, chuteCount).mapToObj(this::chute).toList();
    }

    public static FleetSnapshot of(long seed, int servers, int chutes) {
        return new RandomFleets(seed, chutes, 1).fleet(servers);
    }

    /** Fleets in which little is broken, as most fleets are most of the time. */
    public static FleetSnapshot ordinary(long seed, int servers, int chutes) {
        return new RandomFleets(seed, chutes, 12).fleet(servers);
    }

    private FleetSnapshot fleet(int serverCount) {
        List<Server> servers =
                IntStream.range(0, serverCount).mapToObj(this::server).toList();
        for (Chute chute : chutes) {
            backOff(chute, servers);
        }
        return new FleetSnapshot(
                NOW,
                Effort.DEFAULT,
                Fleets.RULES,
                Limits.DEFAULTS,
                fault(40) ? null : NOW.minusSeconds(random.nextInt(320)),
                servers,
                chutes,
                deployments,
                backOffs,
                openLaunches,
                learned(servers));
    }

    private Chute chute(int number) {
        double worth = fault(60) ? -0.1 : random.nextInt(60) / 10.0;
        List<String> models = MODELS.stream().filter(model -> !oneIn(3)).toList();
        return new Chute(
                "chute-" + number,
                "org/model-" + number,
                "v" + random.nextInt(3),
                models,
                1 << random.nextInt(4),
                oneIn(4),
                fault(25),
                fault(25),
                !fault(8),
                new Worth(worth, worth * (0.5 + random.nextDouble())),
                fault(5) ? Integer.valueOf(random.nextInt(4)) : null,
                oneIn(6) ? null : demand(),
                new Needs(1 + random.nextInt(9), 1 + random.nextInt(70), 5 + random.nextInt(90)),
                oneIn(6) ? bounty() : null,
                fault(12) ? List.of("server-" + random.nextInt(6)) : List.of());
    }

    private Demand demand() {
        int active = random.nextInt(8);
        return new Demand(
                !fault(5),
                oneIn(4) ? null : Integer.valueOf(Math.max(0, active + random.nextInt(5) - 1)),
                active,
                active + random.nextInt(2),
                random.nextInt(100) / 100.0);
    }

    private Bounty bounty() {
        return new Bounty(
                random.nextInt(9_000),
                1 + random.nextInt(50) / 100.0,
                oneIn(3) ? null : NOW.minusSeconds(random.nextInt(9_000)));
    }

    private Server server(int number) {
        String id = "server-" + number;
        String model = MODELS.get(random.nextInt(MODELS.size()));
        List<Gpu> gpus = new ArrayList<>();
        boolean tee = oneIn(4);
        while (gpus.size() < 8) {
            int block = Math.min(8 - gpus.size(), 1 << random.nextInt(4));
            int first = gpus.size();
            String owner = chutes.isEmpty() || oneIn(3) ? null : owner(id, first, block);
            for (int i = first; i < first + block; i++) {
                gpus.add(new Gpu(
                        id + "/gpu-" + i,
                        fault(40) ? MODELS.get(random.nextInt(MODELS.size())) : model,
                        !fault(30),
                        owner));
            }
        }
        return new Server(
                id,
                "host-" + number,
                !fault(20),
                fault(15),
                tee,
                (1 + random.nextInt(12)) / 4.0,
                fault(20) ? Health.STALE : fault(30) ? Health.UNREACHABLE : Health.FRESH,
                new Shares(2 + random.nextInt(10), 8 + random.nextInt(90), disk()),
                fault(15) ? NOW.plusSeconds(random.nextInt(2_000) - 500) : null,
                gpus,
                chutes.stream().filter(c -> oneIn(10)).map(Chute::chuteId).toList());
    }

    private @Nullable Integer disk() {
        return oneIn(3) ? null : Integer.valueOf(random.nextInt(700) - 20);
    }

    private @Nullable String owner(String serverId, int first, int count) {
        Chute chute = chutes.get(random.nextInt(chutes.size()));
        String id = "copy-" + serverId + "-" + first;
        if (fault(20)) {
            openLaunches.add(new OpenLaunch(
                    id,
                    chute.chuteId(),
                    serverId,
                    IntStream.range(first, first + count)
                            .mapToObj(i -> serverId + "/gpu-" + i)
                            .toList()));
            return null;
        }
        Stage stage = oneIn(8) ? Stage.PENDING : oneIn(10) ? Stage.STARTING : oneIn(20) ? Stage.ENDING : Stage.ACTIVE;
        Duration age = Duration.ofMinutes(50 + random.nextInt(600));
        deployments.add(new Deployment(
                id,
                fault(30) ? "forgotten" : chute.chuteId(),
                chute.version(),
                serverId,
                stage,
                fault(12),
                !fault(10),
                fault(15),
                oneIn(3) ? null : Double.valueOf(random.nextInt(60) / 10.0),
                5 + random.nextInt(60),
                NOW.minus(age).minusSeconds(600),
                stage == Stage.ACTIVE ? NOW.minus(age) : null));
        return id;
    }

    private void backOff(Chute chute, List<Server> servers) {
        if (fault(15)) {
            backOffs.add(
                    BackOff.ofChute(chute.chuteId(), "CAPACITY_LOCKED", NOW.plusSeconds(random.nextInt(200) - 60)));
        }
        if (!servers.isEmpty() && fault(15)) {
            String server = servers.get(random.nextInt(servers.size())).serverId();
            backOffs.add(
                    oneIn(2)
                            ? new BackOff(chute.chuteId(), server, "FAILED", NOW.plusSeconds(random.nextInt(900)))
                            : BackOff.ofServer(server, "FAILED", NOW.plusSeconds(random.nextInt(300))));
        }
    }

    private Learned learned(List<Server> servers) {
        if (oneIn(2)) {
            return Learned.NOTHING;
        }
        List<BidPrice> prices = MODELS.stream()
                .map(model -> new BidPrice(new GpuKind(model, false), random.nextInt(80) / 100.0))
                .toList();
        List<ColdStart> starts = new ArrayList<>();
        List<Outcomes> outcomes = new ArrayList<>();
        for (Server server : servers) {
            starts.add(new ColdStart(
                    null, server.serverId(), oneIn(2), random.nextInt(30), 4 + random.nextInt(40) / 10.0));
            int granted = random.nextInt(20);
            int failed = random.nextInt(granted + 1);
            outcomes.add(new Outcomes(null, server.serverId(), granted, random.nextInt(4), granted - failed, failed));
        }
        return new Learned(prices, starts, outcomes);
    }

    /** Something out of the ordinary. */
    private boolean fault(int n) {
        return random.nextInt(n * calm) == 0;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
