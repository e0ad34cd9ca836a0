package dev.rigger.placement.explain;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What might lift the rules that stand in the way. Whether it does is found out by planning again. */
final class Remedies {

    private final ChuteRemedies chutes;
    private final PlaceRemedies places;
    private final CopyRemedies copies;

    Remedies(FleetSnapshot snapshot, Plan plan, Instant asked) {
        Facts facts = new Facts(snapshot, plan, asked);
        chutes = new ChuteRemedies(facts);
        places = new PlaceRemedies(facts);
        copies = new CopyRemedies(facts);
    }

    List<Lever> of(List<Finding> findings) {
        List<Lever> levers = new ArrayList<>();
        for (Finding finding : findings) {
            levers.addAll(of(finding));
        }
        return levers;
    }

    private List<Lever> of(Finding finding) {
        String deploymentId = finding.deploymentId();
        String serverId = finding.serverId();
        String chuteId = finding.chuteId();
        if (deploymentId != null && serverId != null) {
            return copies.of(finding.rule(), deploymentId, serverId);
        }
        if (chuteId == null) {
            return serverId == null ? List.of() : places.ofServer(finding.rule(), serverId);
        }
        List<Lever> levers = new ArrayList<>(chutes.of(finding.rule(), chuteId));
        if (serverId != null) {
            levers.addAll(places.of(finding.rule(), chuteId, serverId));
        }
        if (isAboutRoom(finding.rule())) {
            levers.add(chutes.moreWorth(chuteId));
        }
        if (isAboutPlace(finding.rule())) {
            levers.addAll(places.elsewhere(chuteId));
        }
        return levers;
    }

    private static boolean isAboutRoom(Rule rule) {
        return switch (rule) {
            case GPU_COUNT,
                    GPU_VERIFIED,
                    DISK_SHARE,
                    WORTH_THE_PLACE,
                    LAUNCHES_PER_PLAN,
                    LAUNCHES_PER_SERVER,
                    SERVER_NOT_QUARANTINED -> true;
            default -> false;
        };
    }

    private static boolean isAboutPlace(Rule rule) {
        return switch (rule) {
            case GPU_MODEL,
                    TEE_EQUAL,
                    PINNED,
                    SERVER_READY,
                    SERVER_UNLOCKED,
                    SERVER_HEALTHY,
                    SERVER_NOT_BACKED_OFF,
                    SERVER_NOT_QUARANTINED,
                    GPU_VERIFIED,
                    GPU_COUNT,
                    CPU_SHARE,
                    MEMORY_SHARE,
                    DISK_SHARE,
                    WORTH_THE_PLACE,
                    LAUNCHES_PER_SERVER -> true;
            default -> false;
        };
    }
}
