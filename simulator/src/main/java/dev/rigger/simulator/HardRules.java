package dev.rigger.simulator;

import dev.rigger.placement.Action.Evict;
import dev.rigger.placement.Action.Launch;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.Plan;
import dev.rigger.simulator.miner.PlanAudit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The hard rules written a second time, plainly, from what they mean: no planner's code is used, so that a planner's mistake is
 * not repeated here.
 */
public final class HardRules implements PlanAudit {

    @Override
    public List<String> violations(FleetSnapshot snapshot, Plan plan) {
        if (plan.launches().isEmpty() && plan.evictions().isEmpty()) {
            return List.of();
        }
        return new Look(snapshot, plan).violations();
    }

    /** One look at one plan. */
    private static final class Look {
        private final FleetSnapshot snapshot;
        private final Plan plan;
        private final Map<String, Server> servers = new HashMap<>();
        private final Map<String, Chute> chutes = new HashMap<>();
        private final Map<String, Deployment> copies = new HashMap<>();
        private final Set<String> gpusTaken = new HashSet<>();
        private final Map<String, Integer> diskLeft = new HashMap<>();
        private final Map<String, Integer> evictedOfChute = new HashMap<>();
        private final Set<String> evicted = new HashSet<>();
        private final Map<String, Integer> launchesOfChute = new HashMap<>();
        private final List<String> found = new ArrayList<>();

        Look(FleetSnapshot snapshot, Plan plan) {
            this.snapshot = snapshot;
            this.plan = plan;
            snapshot.servers().forEach(server -> servers.put(server.serverId(), server));
            snapshot.chutes().forEach(chute -> chutes.put(chute.chuteId(), chute));
            snapshot.deployments().forEach(copy -> copies.put(copy.deploymentId(), copy));
            snapshot.openLaunches().forEach(launch -> gpusTaken.addAll(launch.gpuIds()));
        }

        List<String> violations() {
            for (Evict eviction : plan.evictions()) {
                boolean forLaunch = plan.launches().stream()
                        .anyMatch(launch -> launch.chuteId().equals(eviction.forChuteId())
                                && launch.serverId().equals(eviction.serverId())
                                && launch.victims().equals(eviction.deploymentIds()));
                check(forLaunch, eviction.deploymentIds() + " are evicted for no launch");
            }
            for (Launch launch : plan.launches()) {
                launch.victims().forEach(victim -> evict(victim, launch));
            }
            plan.launches().forEach(this::launch);
            return found;
        }

        private void launch(Launch launch) {
            Server server = servers.get(launch.serverId());
            Chute chute = chutes.get(launch.chuteId());
            if (server == null || chute == null) {
                found.add("server or chute of " + launch + " is unknown");
                return;
            }
            String what = launch.chuteId() + " on " + launch.serverId();
            check(!chute.banned() && !chute.jobOnly(), what + ": banned, or for jobs alone");
            check(chute.worth().now() > 0, what + ": earns nothing");
            check(server.ready() && !server.locked(), what + ": the server is not ready or locked");
            check(server.health() == Health.FRESH, what + ": the cluster is not seen");
            check(server.tee() == chute.tee(), what + ": trusted and not trusted");
            check(chute.version().equals(launch.version()), what + ": not its version");
            check(
                    chute.pinnedTo().isEmpty() || chute.pinnedTo().contains(server.serverId()),
                    what + ": pinned elsewhere");
            gpus(launch, server, chute, what);
            disk(launch, server, chute, what);
            copiesAllowed(chute, what);
            backOffs(launch, server, what);
        }

        private void gpus(Launch launch, Server server, Chute chute, String what) {
            check(
                    launch.gpuIds().size() == chute.gpuCount(),
                    what + ": " + launch.gpuIds().size() + " GPUs");
            Set<String> models = new HashSet<>();
            for (String id : launch.gpuIds()) {
                check(gpusTaken.add(id), what + ": GPU " + id + " is given twice");
                Gpu gpu = server.gpus().stream()
                        .filter(each -> each.gpuId().equals(id))
                        .findFirst()
                        .orElse(null);
                if (gpu == null) {
                    found.add(what + ": GPU " + id + " is not in that server");
                    continue;
                }
                String owner = gpu.owner();
                models.add(gpu.model());
                check(gpu.verified(), what + ": GPU " + id + " is not verified");
                check(chute.supportedGpus().contains(gpu.model()), what + ": GPU " + id + " is of no model for it");
                check(owner == null || launch.victims().contains(owner), what + ": GPU " + id + " has an owner");
            }
            check(models.size() == 1, what + ": GPUs of several models");
        }

        private void disk(Launch launch, Server server, Chute chute, String what) {
            Integer free = server.shares().freeDiskGib();
            if (free == null) {
                return;
            }
            int left = diskLeft.computeIfAbsent(server.serverId(), id -> free - promisedDisk(id));
            for (String victim : launch.victims()) {
                Deployment copy = copies.get(victim);
                left += copy == null ? 0 : copy.diskGib();
            }
            left -= chute.needs().diskGib();
            diskLeft.put(server.serverId(), left);
            check(left >= 0, what + ": " + -left + " GiB of disk too few");
            check(server.shares().cpusPerGpu() >= chute.needs().cpusPerGpu(), what + ": too few CPUs");
            check(server.shares().memoryGibPerGpu() >= chute.needs().memoryGibPerGpu(), what + ": too little memory");
        }

        private int promisedDisk(String serverId) {
            return snapshot.openLaunches().stream()
                    .filter(launch -> launch.serverId().equals(serverId))
                    .mapToInt(launch -> {
                        Chute chute = chutes.get(launch.chuteId());
                        return chute == null ? 0 : chute.needs().diskGib();
                    })
                    .sum();
        }

        private void copiesAllowed(Chute chute, String what) {
            int planned = launchesOfChute.merge(chute.chuteId(), 1, Integer::sum);
            long unseen = snapshot.openLaunches().stream()
                            .filter(launch -> launch.chuteId().equals(chute.chuteId()))
                            .count()
                    + ours(chute, Stage.PENDING);
            long ours = unseen + ours(chute, Stage.STARTING) + ours(chute, Stage.ACTIVE);
            Demand demand = chute.demand();
            boolean forBounty = chute.bounty() != null && ours == 0 && planned == 1;
            if (demand != null && demand.target() != null && !forBounty) {
                int most = demand.target() + (chute.tee() && chute.open() ? 1 : 0);
                check(demand.live() + unseen + planned <= most, what + ": more copies than the validator wants");
                check(demand.active() < demand.target(), what + ": as many serve as the validator wants");
            }
            Integer allowed = chute.allowedCopies();
            check(allowed == null || ours + planned <= allowed, what + ": more copies than the operator allows");
        }

        private long ours(Chute chute, Stage stage) {
            return snapshot.deployments().stream()
                    .filter(copy -> copy.chuteId().equals(chute.chuteId()) && copy.stage() == stage && !copy.job())
                    .count();
        }

        private void backOffs(Launch launch, Server server, String what) {
            Instant now = snapshot.takenAt();
            boolean held = snapshot.backOffs().stream()
                    .anyMatch(backOff -> backOff.until().isAfter(now)
                            && (backOff.chuteId() == null || launch.chuteId().equals(backOff.chuteId()))
                            && (backOff.serverId() == null || launch.serverId().equals(backOff.serverId())));
            check(!held, what + ": backed off");
            Instant quarantine = server.quarantinedUntil();
            if (quarantine != null && quarantine.isAfter(now)) {
                long onTheWay = plan.launches().stream()
                                .filter(each -> each.serverId().equals(server.serverId()))
                                .count()
                        + snapshot.openLaunches().stream()
                                .filter(each -> each.serverId().equals(server.serverId()))
                                .count();
                check(onTheWay <= 1, what + ": more than a probe in quarantine");
            }
        }

        private void evict(String id, Launch launch) {
            Deployment copy = copies.get(id);
            if (copy == null || !copy.serverId().equals(launch.serverId()) || !evicted.add(id)) {
                found.add(id + ": evicted twice, elsewhere, or never there");
                return;
            }
            Chute chute = chutes.get(copy.chuteId());
            Instant since = copy.activatedAt();
            check(!copy.job() && copy.preemptible() && !copy.pinned(), id + ": may not be evicted");
            check(copy.stage() == Stage.ACTIVE && since != null, id + ": evicted before it served");
            check(
                    since != null
                            && since.plus(snapshot.rules().evictableAfter()).isBefore(snapshot.takenAt()),
                    id + ": evicted too young");
            check(!copy.chuteId().equals(launch.chuteId()), id + ": evicted for its own chute");
            int gone = evictedOfChute.merge(copy.chuteId(), 1, Integer::sum);
            Demand demand = chute == null ? null : chute.demand();
            check(demand != null && demand.active() - gone >= 1, id + ": the chute's last copy");
            Server server = servers.get(copy.serverId());
            check(
                    server != null && server.health() == Health.FRESH && !server.locked(),
                    id + ": on a server that is locked or not seen");
        }

        private void check(boolean holds, String otherwise) {
            if (!holds) {
                found.add(otherwise);
            }
        }
    }
}
