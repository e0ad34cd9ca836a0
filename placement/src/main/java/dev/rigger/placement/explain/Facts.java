package dev.rigger.placement.explain;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.Plan;
import dev.rigger.placement.change.CopyChange;
import dev.rigger.placement.change.FleetChange;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A snapshot and its plan, looked up by id. */
final class Facts {

    /** More than any chute earns, and far from where numbers lose their meaning. */
    private static final double MOST_MULTIPLIER = 1e8;

    private final FleetSnapshot snapshot;
    private final Plan plan;
    private final Instant asked;
    private final Map<String, Server> servers = new HashMap<>();
    private final Map<String, Chute> chutes = new HashMap<>();
    private final Set<String> promised = new HashSet<>();

    /** @param asked when the plan was made that is explained; the snapshot may be of a later time */
    Facts(FleetSnapshot snapshot, Plan plan, Instant asked) {
        this.asked = asked;
        this.snapshot = snapshot;
        this.plan = plan;
        snapshot.openLaunches().forEach(launch -> promised.addAll(launch.gpuIds()));
        snapshot.servers().forEach(server -> servers.put(server.serverId(), server));
        snapshot.chutes().forEach(chute -> chutes.put(chute.chuteId(), chute));
    }

    FleetSnapshot snapshot() {
        return snapshot;
    }

    Plan plan() {
        return plan;
    }

    Chute chute(String chuteId) {
        return Optional.ofNullable(chutes.get(chuteId)).orElseThrow();
    }

    @Nullable
    Chute knownChute(String chuteId) {
        return chutes.get(chuteId);
    }

    Server server(String serverId) {
        return Optional.ofNullable(servers.get(serverId)).orElseThrow();
    }

    Optional<Deployment> copy(String deploymentId) {
        return snapshot.deployments().stream()
                .filter(copy -> copy.deploymentId().equals(deploymentId))
                .findFirst();
    }

    double rate(Deployment copy) {
        return CopyChange.rate(copy, knownChute(copy.chuteId()));
    }

    /** Verified, unless an open launch was promised it. */
    boolean isUsable(Gpu gpu) {
        return gpu.verified() && !promised.contains(gpu.gpuId());
    }

    /** So much that it would win against everything else of the fleet. */
    double winning() {
        double most = 1;
        for (Chute chute : snapshot.chutes()) {
            most = Math.max(most, Math.max(chute.worth().now(), chute.worth().later()));
        }
        for (Deployment copy : snapshot.deployments()) {
            most = Math.max(most, rate(copy));
        }
        return Math.min(MOST_MULTIPLIER, 200 * most);
    }

    /** Until when the last of these back-offs lasts; empty when none does. */
    Optional<Instant> backedOff(Predicate<BackOff> which) {
        return snapshot.backOffs().stream()
                .filter(which)
                .map(BackOff::until)
                .filter(until -> until.isAfter(snapshot.takenAt()))
                .max(Instant::compareTo);
    }

    Lever waiting(Instant until) {
        return Lever.all(new FleetChange.WaitUntil(until, asked));
    }
}
