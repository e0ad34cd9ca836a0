package dev.rigger.placement.explain;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Rule;
import dev.rigger.placement.Verdict;
import dev.rigger.placement.rules.ChuteRules;
import dev.rigger.placement.rules.FleetView;
import dev.rigger.placement.rules.PlaceRules;
import dev.rigger.placement.rules.Pool;
import dev.rigger.placement.rules.Room;
import dev.rigger.placement.rules.ServerRules;
import dev.rigger.placement.rules.VictimRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what stands against something that a plan did not do; the most telling first. */
final class Diagnosis {

    /** Chutes that are looked at when a server gets none. */
    private static final int CHUTES_OF_A_SERVER = 3;

    /** Rules of place from the one that makes a server wrong for ever to the ones that only want room. */
    private static final List<Rule> NEARER = List.of(
            Rule.TEE_EQUAL,
            Rule.GPU_MODEL,
            Rule.PINNED,
            Rule.CPU_SHARE,
            Rule.MEMORY_SHARE,
            Rule.SERVER_READY,
            Rule.SERVER_UNLOCKED,
            Rule.SERVER_HEALTHY,
            Rule.SERVER_NOT_BACKED_OFF,
            Rule.SERVER_NOT_QUARANTINED,
            Rule.GPU_COUNT,
            Rule.GPU_VERIFIED,
            Rule.DISK_SHARE,
            Rule.WORTH_THE_PLACE);

    private final FleetSnapshot snapshot;
    private final Plan plan;
    private final FleetView fleet;
    private final Room room;

    Diagnosis(FleetSnapshot snapshot, Plan plan) {
        this.snapshot = snapshot;
        this.plan = plan;
        fleet = new FleetView(snapshot);
        room = new Room(fleet);
    }

    /** Empty when nothing can be said, because the subject cannot be part of any plan. */
    List<Finding> of(Question question) {
        return switch (question) {
            case Question.OfChute q -> List.of(chute(q.chuteId()));
            case Question.OfPlace q -> List.of(place(q.chuteId(), q.serverId()));
            case Question.OfServer q -> server(q.serverId());
            case Question.OfGpu q -> gpu(q.gpuId());
            case Question.OfCopy q -> copy(q.deploymentId());
        };
    }

    private Finding chute(String chuteId) {
        Rule own = ChuteRules.firstBroken(fleet, fleet.chuteNumber(chuteId));
        if (own != null) {
            return Finding.ofChute(own, chuteId, null);
        }
        for (Verdict verdict : plan.verdicts()) {
            if (verdict instanceof Verdict.Refused refused
                    && refused.chuteId().equals(chuteId)
                    && refused.serverId() != null) {
                return Finding.ofChute(refused.rule(), chuteId, refused.serverId());
            }
        }
        return nearest(chuteId);
    }

    /** Where only the least is missing. */
    private Finding nearest(String chuteId) {
        Finding nearest = Finding.ofChute(Rule.GPU_MODEL, chuteId, null);
        int missing = -1;
        for (Pool pool : fleet.pools()) {
            Rule broken = broken(fleet.chuteNumber(chuteId), pool);
            if (NEARER.indexOf(broken) > missing) {
                missing = NEARER.indexOf(broken);
                nearest = Finding.ofChute(
                        broken, chuteId, fleet.server(pool.server()).serverId());
            }
        }
        return nearest;
    }

    private Rule broken(int chute, Pool pool) {
        Rule broken = PlaceRules.firstBroken(fleet, chute, pool, room);
        return broken == null ? Rule.WORTH_THE_PLACE : broken;
    }

    private Finding place(String chuteId, String serverId) {
        int chute = fleet.chuteNumber(chuteId);
        Rule own = ChuteRules.firstBroken(fleet, chute);
        if (own != null) {
            return Finding.ofChute(own, chuteId, serverId);
        }
        Rule nearest = Rule.GPU_COUNT;
        int missing = -1;
        for (int pool : fleet.poolsOfServer(fleet.serverNumber(serverId))) {
            Rule broken = broken(chute, fleet.pools().get(pool));
            if (NEARER.indexOf(broken) > missing) {
                missing = NEARER.indexOf(broken);
                nearest = broken;
            }
        }
        Rule said = saidOf(chuteId, serverId);
        return Finding.ofChute(nearest == Rule.WORTH_THE_PLACE && said != null ? said : nearest, chuteId, serverId);
    }

    private @Nullable Rule saidOf(String chuteId, String serverId) {
        for (Verdict verdict : plan.verdicts()) {
            if (verdict instanceof Verdict.Refused refused
                    && refused.chuteId().equals(chuteId)
                    && serverId.equals(refused.serverId())) {
                return refused.rule();
            }
        }
        return null;
    }

    private List<Finding> server(String serverId) {
        int server = fleet.serverNumber(serverId);
        Rule own = ServerRules.firstBroken(fleet, server);
        if (own != null) {
            return List.of(Finding.ofServer(own, serverId));
        }
        List<Finding> findings = new ArrayList<>();
        snapshot.chutes().stream()
                .map(chute -> place(chute.chuteId(), serverId))
                .sorted(Comparator.comparingInt(Diagnosis::distance)
                        .thenComparing(Comparator.comparingDouble(this::worth).reversed()))
                .limit(CHUTES_OF_A_SERVER)
                .forEach(findings::add);
        findings.add(Finding.ofServer(Rule.WORTH_THE_PLACE, serverId));
        return findings;
    }

    private static int distance(Finding finding) {
        int nearness = NEARER.indexOf(finding.rule());
        return nearness < 0 ? NEARER.size() / 2 : NEARER.size() - nearness;
    }

    private double worth(Finding finding) {
        String chuteId = finding.chuteId();
        return chuteId == null
                ? 0
                : fleet.chute(fleet.chuteNumber(chuteId)).worth().now();
    }

    private List<Finding> gpu(String gpuId) {
        for (Server server : snapshot.servers()) {
            for (Gpu gpu : server.gpus()) {
                if (gpu.gpuId().equals(gpuId)) {
                    return gpu(server, gpu);
                }
            }
        }
        return List.of();
    }

    private List<Finding> gpu(Server server, Gpu gpu) {
        String owner = gpu.owner();
        for (OpenLaunch launch : snapshot.openLaunches()) {
            if (launch.gpuIds().contains(gpu.gpuId()) || launch.deploymentId().equals(owner)) {
                return List.of(
                        Finding.ofCopy(Rule.VICTIM_ACTIVE, launch.chuteId(), server.serverId(), launch.deploymentId()));
            }
        }
        if (!gpu.verified()) {
            return List.of(Finding.ofServer(Rule.GPU_VERIFIED, server.serverId()));
        }
        return owner == null ? server(server.serverId()) : copy(owner);
    }

    private List<Finding> copy(String deploymentId) {
        int number = numberOf(deploymentId);
        Deployment copy = fleet.deployment(number);
        String serverId = copy.serverId();
        boolean holdsNothing = fleet.pools().stream()
                .noneMatch(pool -> !room.heldIn(pool, number).isEmpty());
        if (holdsNothing) {
            return List.of(Finding.ofCopy(Rule.GPU_VERIFIED, null, serverId, deploymentId));
        }
        Rule protectedBy = VictimRules.firstBroken(fleet, number);
        Rule closed = protectedBy == null ? ServerRules.firstBroken(fleet, fleet.serverNumber(serverId)) : protectedBy;
        return List.of(
                Finding.ofCopy(closed == null ? Rule.WORTH_THE_PLACE : closed, copy.chuteId(), serverId, deploymentId));
    }

    private int numberOf(String deploymentId) {
        for (int d = 0; d < fleet.deployments(); d++) {
            if (fleet.deployment(d).deploymentId().equals(deploymentId)) {
                return d;
            }
        }
        throw new IllegalStateException("The snapshot has no deployment " + deploymentId);
    }
}
