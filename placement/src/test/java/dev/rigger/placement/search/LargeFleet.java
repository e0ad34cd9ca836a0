package dev.rigger.placement.search;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.NOW;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.ColdStart;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.Outcomes;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.FleetSnapshot.Worth;
import dev.rigger.placement.Fleets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Large fleets of servers with eight GPUs each, thrown with seeded dice, with everything learned that can be. */
final class LargeFleet {

    private static final List<String> MODELS = List.of("h100", "h200", "a100", "l40s");

    private final Random dice = new Random(7);
    private final List<Chute> chutes = new ArrayList<>();
    private final List<Server> servers = new ArrayList<>();
    private final List<Deployment> deployments = new ArrayList<>();

    private LargeFleet(int serverCount, int chuteCount, double fullness) {
        for (int c = 0; c < chuteCount; c++) {
            chutes.add(chute("chute-" + c));
        }
        for (int s = 0; s < serverCount; s++) {
            servers.add(server("server-" + s, fullness));
        }
    }

    /** Nothing runs. */
    static FleetSnapshot idle(int servers, int chutes) {
        return new LargeFleet(servers, chutes, 0).snapshot();
    }

    /** Nineteen of twenty GPUs are taken, most of them by what may be evicted. */
    static FleetSnapshot busy(int servers, int chutes) {
        return new LargeFleet(servers, chutes, 0.95).snapshot();
    }

    private FleetSnapshot snapshot() {
        FleetSnapshot fleet = Fleets.fleet(servers, chutes, deployments.toArray(Deployment[]::new));
        return with(fleet, "learned", learned());
    }

    private Chute chute(String id) {
        int gpus = 1 << dice.nextInt(4);
        double worth = gpus * (0.2 + dice.nextDouble());
        int active = 2 + dice.nextInt(20);
        List<String> models = new ArrayList<>();
        MODELS.stream().filter(m -> dice.nextInt(2) == 0).forEach(models::add);
        Chute plain = Fleets.chute(id, worth, gpus, models.toArray(String[]::new));
        return with(
                with(plain, "worth", new Worth(worth, worth * (0.8 + 0.3 * dice.nextDouble()))),
                "demand",
                new Demand(true, active + dice.nextInt(5) - 2, active, active, dice.nextDouble()));
    }

    private Server server(String id, double fullness) {
        Server server = Fleets.server(id, 8, MODELS.get(dice.nextInt(MODELS.size())), 1 + dice.nextInt(4) / 2.0);
        for (int first = 0; first < 8; ) {
            int size = Math.min(8 - first, 1 << dice.nextInt(4));
            if (dice.nextDouble() < fullness) {
                server = Fleets.holding(server, occupant(id, first, size), first, size);
            }
            first += size;
        }
        List<String> cached = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cached.add(chutes.get(dice.nextInt(chutes.size())).chuteId());
        }
        return with(server, "cachedChutes", cached.stream().distinct().toList());
    }

    private String occupant(String serverId, int first, int size) {
        String id = serverId + "-copy-" + first;
        Chute chute = chutes.get(dice.nextInt(chutes.size()));
        Instant activated = NOW.minusSeconds(60L * dice.nextInt(600));
        Deployment copy = Fleets.copy(id, chute.chuteId(), serverId, size * (0.1 + dice.nextDouble()));
        deployments.add(with(
                with(copy, "stage", dice.nextInt(20) == 0 ? Stage.ENDING : Stage.ACTIVE), "activatedAt", activated));
        return id;
    }

    private Learned learned() {
        List<ColdStart> starts = new ArrayList<>();
        List<Outcomes> outcomes = new ArrayList<>();
        for (Server server : servers) {
            starts.add(new ColdStart(null, server.serverId(), false, 12, Math.log(300 + dice.nextInt(900))));
            outcomes.add(new Outcomes(null, server.serverId(), 40, 0, 36 + dice.nextInt(4), dice.nextInt(4)));
        }
        for (Chute chute : chutes) {
            starts.add(new ColdStart(chute.chuteId(), null, false, 3, Math.log(200 + dice.nextInt(1_500))));
            outcomes.add(new Outcomes(chute.chuteId(), null, 9, dice.nextInt(3), 8, dice.nextInt(3)));
        }
        return new Learned(List.of(), starts, outcomes);
    }
}
