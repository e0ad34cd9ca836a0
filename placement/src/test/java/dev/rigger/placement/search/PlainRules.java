package dev.rigger.placement.search;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.Limits;
import dev.rigger.placement.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The hard rules a second time, written plainly and slowly from what they mean, without a line of the code that they
 * judge.
 */
final class PlainRules {

    private final FleetSnapshot fleet;
    private final Plan plan;
    private final List<String> broken = new ArrayList<>();
    private final Map<String, Server> servers;
    private final Map<String, Chute> chutes;
    private final Map<String, Deployment> deployments;

    private PlainRules(FleetSnapshot fleet, Plan plan) {
        this.fleet = fleet;
        this.plan = plan;
        servers = fleet.servers().stream().collect(Collectors.toMap(Server::serverId, Function.identity()));
        chutes = fleet.chutes().stream().collect(Collectors.toMap(Chute::chuteId, Function.identity()));
        deployments =
                fleet.deployments().stream().collect(Collectors.toMap(Deployment::deploymentId, Function.identity()));
    }

    /** What the plan does that it must not; empty when all is well. */
    static List<String> broken(FleetSnapshot fleet, Plan plan) {
        PlainRules rules = new PlainRules(fleet, plan);
        rules.order();
        rules.gpus();
        rules.plan.launches().forEach(rules::launch);
        rules.plan.evictions().forEach(evict -> evict.deploymentIds().forEach(id -> rules.victim(evict, id)));
        rules.copies();
        rules.lastCopies();
        rules.limits();
        rules.disk();
        return rules.broken;
    }

    private void require(boolean holds, String what, Object subject) {
        if (!holds) {
            broken.add(what + ": " + subject);
        }
    }

    private void order() {
        for (int i = 0; i < plan.actions().size(); i++) {
            if (plan.actions().get(i) instanceof Action.Evict evict) {
                require(
                        i + 1 < plan.actions().size()
                                && plan.actions().get(i + 1) instanceof Action.Launch launch
                                && launch.victims().equals(evict.deploymentIds())
                                && launch.serverId().equals(evict.serverId())
                                && launch.chuteId().equals(evict.forChuteId()),
                        "an eviction stands right before its launch",
                        evict);
            }
        }
        long withVictims =
                plan.launches().stream().filter(l -> !l.victims().isEmpty()).count();
        require(withVictims == plan.evictions().size(), "one eviction for each launch with victims", withVictims);
        require(plan.verdicts().size() == fleet.chutes().size(), "a verdict for each chute", plan.verdicts());
    }

    private void gpus() {
        Set<String> taken = new HashSet<>();
        fleet.openLaunches().forEach(open -> taken.addAll(open.gpuIds()));
        for (Action.Launch launch : plan.launches()) {
            Map<String, Gpu> here = known(servers, launch.serverId()).gpus().stream()
                    .collect(Collectors.toMap(Gpu::gpuId, Function.identity()));
            Set<String> models = new HashSet<>();
            for (String id : launch.gpuIds()) {
                require(taken.add(id), "no GPU twice", launch);
                Gpu gpu = here.get(id);
                require(gpu != null, "GPUs of its server", launch);
                if (gpu != null) {
                    models.add(gpu.model());
                    require(gpu.verified(), "verified GPUs", launch);
                    require(
                            gpu.owner() == null || launch.victims().contains(gpu.owner()),
                            "free GPUs, or a victim's",
                            launch);
                }
            }
            Chute chute = known(chutes, launch.chuteId());
            require(launch.gpuIds().size() == chute.gpuCount(), "as many GPUs as asked for", launch);
            require(models.size() == 1 && chute.supportedGpus().containsAll(models), "one supported model", launch);
        }
    }

    private void launch(Action.Launch launch) {
        Chute chute = known(chutes, launch.chuteId());
        Server server = known(servers, launch.serverId());
        require(!chute.banned() && !chute.jobOnly() && chute.worth().now() > 0, "a launchable chute", launch);
        require(chute.tee() == server.tee(), "equal trust", launch);
        require(server.ready() && !server.locked() && server.health() == Health.FRESH, "an open server", launch);
        require(
                chute.pinnedTo().isEmpty() || chute.pinnedTo().contains(server.serverId()),
                "where it is pinned",
                launch);
        require(
                chute.needs().cpusPerGpu() <= server.shares().cpusPerGpu()
                        && chute.needs().memoryGibPerGpu() <= server.shares().memoryGibPerGpu(),
                "its share of CPU and memory",
                launch);
        for (BackOff backOff : fleet.backOffs()) {
            boolean concerns = (backOff.chuteId() == null || backOff.chuteId().equals(chute.chuteId()))
                    && (backOff.serverId() == null || backOff.serverId().equals(server.serverId()));
            require(!concerns || !backOff.until().isAfter(fleet.takenAt()), "no fresh back-off", launch);
        }
        Instant quarantined = server.quarantinedUntil();
        if (quarantined != null && quarantined.isAfter(fleet.takenAt())) {
            long arriving = fleet.deployments().stream()
                            .filter(d -> d.serverId().equals(server.serverId()))
                            .filter(d -> d.stage() == Stage.PENDING || d.stage() == Stage.STARTING)
                            .count()
                    + fleet.openLaunches().stream()
                            .filter(o -> o.serverId().equals(server.serverId()))
                            .count()
                    + plan.launches().stream()
                            .filter(l -> l.serverId().equals(server.serverId()))
                            .count();
            require(arriving == 1, "one probe at a time in quarantine", launch);
        }
        if (!bountied(chute)) {
            Instant seen = fleet.demandSeenAt();
            require(
                    seen != null
                            && Duration.between(seen, fleet.takenAt())
                                            .compareTo(fleet.limits().demandFresh())
                                    <= 0,
                    "fresh demand",
                    launch);
            Demand demand = chute.demand();
            require(demand == null || demand.scalable(), "wanted by the validator", launch);
            require(chute.open() || (demand != null && demand.active() > 0), "a private chute with a copy", launch);
        }
    }

    private void victim(Action.Evict evict, String id) {
        Deployment copy = known(deployments, id);
        Chute chute = known(chutes, copy.chuteId());
        Server server = known(servers, copy.serverId());
        Instant activated = copy.activatedAt();
        require(copy.serverId().equals(evict.serverId()), "victims of that server", copy);
        require(!copy.job(), "no job", copy);
        require(copy.preemptible() && chute.open(), "nothing private", copy);
        require(!copy.pinned(), "nothing pinned", copy);
        require(copy.stage() == Stage.ACTIVE, "nothing on its way", copy);
        require(
                activated != null
                        && Duration.between(activated, fleet.takenAt()).compareTo(Duration.ofMinutes(62)) > 0,
                "nothing young",
                copy);
        require(!copy.chuteId().equals(evict.forChuteId()), "not for its own chute", copy);
        require(server.health() == Health.FRESH && !server.locked(), "only where it can be ended", copy);
    }

    private boolean bountied(Chute chute) {
        return chute.bounty() != null && ours(chute) == 0;
    }

    private long ours(Chute chute) {
        return fleet.deployments().stream()
                        .filter(d -> d.chuteId().equals(chute.chuteId()) && !d.job() && d.stage() != Stage.ENDING)
                        .count()
                + fleet.openLaunches().stream()
                        .filter(o -> o.chuteId().equals(chute.chuteId()))
                        .count();
    }

    private void copies() {
        Map<String, Long> launched =
                plan.launches().stream().collect(Collectors.groupingBy(Action.Launch::chuteId, Collectors.counting()));
        launched.forEach((id, count) -> {
            Chute chute = known(chutes, id);
            Integer wish = chute.allowedCopies();
            require(wish == null || ours(chute) + count <= wish, "as many copies as the operator allows", id);
            require(count <= (bountied(chute) ? Math.max(1, byDemand(chute)) : byDemand(chute)), "copies wanted", id);
        });
    }

    private long byDemand(Chute chute) {
        Demand demand = chute.demand();
        if (demand != null && !demand.scalable()) {
            return 0;
        }
        Integer target = demand == null ? null : demand.target();
        long unseen = fleet.deployments().stream()
                        .filter(d -> d.chuteId().equals(chute.chuteId()) && !d.job() && d.stage() == Stage.PENDING)
                        .count()
                + fleet.openLaunches().stream()
                        .filter(o -> o.chuteId().equals(chute.chuteId()))
                        .count();
        if (!chute.open()) {
            boolean full = demand != null && target != null && demand.active() >= target;
            return full || ours(chute) > 0 ? 0 : 1;
        }
        if (demand == null || target == null) {
            long starting = fleet.deployments().stream()
                    .filter(d -> d.chuteId().equals(chute.chuteId()) && !d.job() && d.stage() == Stage.STARTING)
                    .count();
            return unseen + starting > 0 ? 0 : 1;
        }
        return demand.active() >= target ? 0 : Math.max(0, target + (chute.tee() ? 1 : 0) - demand.live() - unseen);
    }

    private void lastCopies() {
        Map<String, Integer> gone = new HashMap<>();
        plan.evictions()
                .forEach(evict -> evict.deploymentIds()
                        .forEach(id -> gone.merge(known(deployments, id).chuteId(), 1, Integer::sum)));
        gone.forEach((id, count) -> {
            Demand demand = known(chutes, id).demand();
            long active = demand != null
                    ? demand.active()
                    : fleet.deployments().stream()
                            .filter(d -> d.chuteId().equals(id) && !d.job() && d.stage() == Stage.ACTIVE)
                            .count();
            require(count < active, "one copy of all miners stays", id);
        });
    }

    private void limits() {
        Limits limits = fleet.limits();
        List<Action.Launch> ordinary = plan.launches().stream()
                .filter(l -> l.motive() != Action.Motive.BOUNTY)
                .toList();
        require(ordinary.size() <= limits.launchesFor(fleet.servers().size()), "launches a plan", ordinary.size());
        require(
                plan.launches().size() - ordinary.size() <= limits.bountyLaunches(),
                "bounty launches a plan",
                plan.launches().size());
        int evicted = plan.evictions().stream()
                .mapToInt(e -> e.deploymentIds().size())
                .sum();
        require(evicted <= limits.evictions(), "evictions a plan", evicted);
        Set<String> once = new HashSet<>();
        plan.evictions().forEach(e -> e.deploymentIds().forEach(id -> require(once.add(id), "evicted once", id)));
        require(
                plan.claims().size() == plan.launches().size() - ordinary.size(),
                "a claim for each launch for a bounty",
                plan.claims().size());
    }

    private void disk() {
        for (Server server : fleet.servers()) {
            Integer free = server.shares().freeDiskGib();
            if (free == null) {
                continue;
            }
            int needed = 0;
            for (Action.Launch launch : plan.launches()) {
                if (launch.serverId().equals(server.serverId())) {
                    int given = launch.victims().stream()
                            .mapToInt(id -> known(deployments, id).diskGib())
                            .sum();
                    needed +=
                            Math.max(0, known(chutes, launch.chuteId()).needs().diskGib() - given);
                }
            }
            int promised = fleet.openLaunches().stream()
                    .filter(o -> o.serverId().equals(server.serverId()))
                    .mapToInt(o -> known(chutes, o.chuteId()).needs().diskGib())
                    .sum();
            require(needed == 0 || needed <= free - promised, "disk", server.serverId());
        }
    }

    /** A plan that names what the fleet does not have breaks every rule. */
    private static <T> T known(Map<String, T> all, String id) {
        return Objects.requireNonNull(all.get(id), id);
    }
}
