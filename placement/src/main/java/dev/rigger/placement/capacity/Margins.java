package dev.rigger.placement.capacity;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.Limits;
import dev.rigger.placement.Planner;
import java.util.ArrayList;
import java.util.List;

/**
 * What the value of the best plan gains or loses with a server. Plans are made without limits on launches, because a server
 * is there for longer than one plan.
 */
final class Margins {

    private final Planner planner;
    private final FleetSnapshot snapshot;
    private final int most;
    private final double value;
    private int made;

    Margins(Planner planner, FleetSnapshot snapshot, int most) {
        this.planner = planner;
        this.snapshot = snapshot;
        this.most = most;
        value = value(snapshot.servers(), snapshot.deployments(), snapshot.openLaunches());
    }

    FleetSnapshot snapshot() {
        return snapshot;
    }

    boolean mayPlan() {
        return made < most;
    }

    int plansMade() {
        return made;
    }

    /** Compute units within the planner's horizon that the server would add; 0 or more. */
    double with(Server another) {
        List<Server> servers = new ArrayList<>(snapshot.servers());
        servers.add(another);
        return Math.max(0, value(servers, snapshot.deployments(), snapshot.openLaunches()) - value);
    }

    /** Compute units within the planner's horizon that would be lost without it; 0 or more. */
    double without(Server server) {
        String gone = server.serverId();
        List<Server> servers = snapshot.servers().stream()
                .filter(other -> !other.serverId().equals(gone))
                .toList();
        List<Deployment> copies = snapshot.deployments().stream()
                .filter(copy -> !copy.serverId().equals(gone))
                .toList();
        List<OpenLaunch> launches = snapshot.openLaunches().stream()
                .filter(launch -> !launch.serverId().equals(gone))
                .toList();
        return Math.max(0, value - value(servers, copies, launches));
    }

    private double value(List<Server> servers, List<Deployment> copies, List<OpenLaunch> launches) {
        made++;
        return planner.plan(new FleetSnapshot(
                        snapshot.takenAt(),
                        snapshot.effort(),
                        snapshot.rules(),
                        unlimited(snapshot.limits()),
                        snapshot.demandSeenAt(),
                        servers,
                        snapshot.chutes(),
                        copies,
                        snapshot.backOffs(),
                        launches,
                        snapshot.learned()))
                .quality()
                .value();
    }

    private static Limits unlimited(Limits limits) {
        int all = 1_000_000;
        return new Limits(
                all,
                limits.serversPerLaunch(),
                all,
                all,
                limits.evictions(),
                limits.nextPlanAfter(),
                limits.demandFresh());
    }
}
