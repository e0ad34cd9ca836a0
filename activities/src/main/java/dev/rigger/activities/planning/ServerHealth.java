package dev.rigger.activities.planning;

import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.NodeState;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Sightings;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.settings.Periods;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the comparisons' last looks say about the clusters in which servers stand. */
@Singleton
final class ServerHealth {

    /** A look counts as recent for so many passes; a cluster that was never looked at was seen by its onboarding. */
    private static final int PASSES = 10;

    private final Sightings sightings;
    private final Periods periods;

    ServerHealth(Sightings sightings, Periods periods) {
        this.sightings = sightings;
        this.periods = periods;
    }

    /** By server id. */
    Map<String, Health> of(String validator, List<Server> servers, Instant now) {
        Map<String, Epoch> looks =
                sightings.looks(validator).stream().collect(Collectors.toMap(Epoch::source, Function.identity()));
        Duration recent = periods.reconcile().multipliedBy(PASSES);
        Map<String, Health> health = new HashMap<>();
        for (Server server : servers) {
            Epoch look = looks.get(Epoch.ofCluster(server.cluster()));
            health.put(server.serverId(), isAlive(server) ? health(look, now.minus(recent)) : Health.UNREACHABLE);
        }
        return health;
    }

    private static boolean isAlive(Server server) {
        NodeState node = NodeState.of(server.status());
        return node == NodeState.READY || node == NodeState.CORDONED;
    }

    private static Health health(@Nullable Epoch look, Instant since) {
        if (look == null) {
            return Health.FRESH;
        }
        if (!look.complete()) {
            return Health.UNREACHABLE;
        }
        return look.fetchedAt().isBefore(since) ? Health.STALE : Health.FRESH;
    }
}
