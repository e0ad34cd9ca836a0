package dev.rigger.placement.scenarios;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.NOW;
import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.Rule;
import dev.rigger.placement.Verdict;
import dev.rigger.placement.policies.Policies;
import java.util.ArrayList;
import java.util.List;

/** What several scenarios need. */
final class Scenery {

    static final Planner OURS = Policies.named(Policies.PLANNER).orElseThrow();
    static final Planner REFERENCE = Policies.named(Policies.REFERENCE).orElseThrow();

    private Scenery() {}

    /** A chute of which the validator wants so many further copies. */
    static Chute wanted(String id, double multiplier, int gpus, int further) {
        return with(chute(id, multiplier, gpus, "h200"), "demand", new Demand(true, 10 + further, 10, 10, 0.9));
    }

    /** A chute with copies that serve, of which the validator wants no more. */
    static Chute settled(String id, double multiplier, int active) {
        return with(chute(id, multiplier, 1, "h200"), "demand", new Demand(false, active, active, active, 0.4));
    }

    static Chute bountied(Chute chute) {
        return with(chute, "bounty", new Bounty(900, 1.1, NOW.minusSeconds(60)));
    }

    static FleetSnapshot opening(
            FleetSnapshot fleet, String deploymentId, String chuteId, String serverId, String... gpus) {
        return with(fleet, "openLaunches", List.of(new OpenLaunch(deploymentId, chuteId, serverId, List.of(gpus))));
    }

    static void launches(Plan plan, String... chuteIds) {
        assertThat(plan.launches()).extracting(Action.Launch::chuteId).containsExactlyInAnyOrder(chuteIds);
    }

    static void launchesNothing(Plan plan, Rule rule) {
        assertThat(plan.launches()).isEmpty();
        assertThat(plan.evictions()).isEmpty();
        assertThat(plan.verdicts())
                .first()
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.rule()).isEqualTo(rule));
    }

    static List<String> victims(Plan plan) {
        return plan.evictions().stream()
                .flatMap(evict -> evict.deploymentIds().stream())
                .toList();
    }

    /** The fleet when all launches of the plan have reserved their GPUs and what they ended is gone. */
    static FleetSnapshot after(FleetSnapshot fleet, Plan plan, String round) {
        List<String> gone = victims(plan);
        List<Deployment> copies = new ArrayList<>(fleet.deployments());
        copies.removeIf(copy -> gone.contains(copy.deploymentId()));
        List<Server> servers = new ArrayList<>(fleet.servers());
        servers.replaceAll(server -> freed(server, gone));
        for (int i = 0; i < plan.launches().size(); i++) {
            Action.Launch launch = plan.launches().get(i);
            String id = "copy-" + round + "-" + i;
            copies.add(new Deployment(
                    id,
                    launch.chuteId(),
                    launch.version(),
                    launch.serverId(),
                    Stage.PENDING,
                    false,
                    true,
                    false,
                    null,
                    10,
                    fleet.takenAt(),
                    null));
            servers.replaceAll(server -> owned(server, launch.gpuIds(), id));
        }
        return with(with(fleet, "servers", List.copyOf(servers)), "deployments", List.copyOf(copies));
    }

    private static Server freed(Server server, List<String> gone) {
        return with(
                server,
                "gpus",
                server.gpus().stream()
                        .map(gpu -> gpu.owner() != null && gone.contains(gpu.owner()) ? with(gpu, "owner", null) : gpu)
                        .toList());
    }

    private static Server owned(Server server, List<String> gpuIds, String owner) {
        return with(
                server,
                "gpus",
                server.gpus().stream()
                        .map(gpu -> gpuIds.contains(gpu.gpuId()) ? with(gpu, "owner", owner) : gpu)
                        .toList());
    }

    /** A server whose GPUs are held, one after another, by copies of so many GPUs each. */
    static Server held(Server server, List<String> deploymentIds, int... gpus) {
        Server held = server;
        int first = 0;
        for (int i = 0; i < gpus.length; i++) {
            held = holding(held, deploymentIds.get(i), first, gpus[i]);
            first += gpus[i];
        }
        return held;
    }
}
