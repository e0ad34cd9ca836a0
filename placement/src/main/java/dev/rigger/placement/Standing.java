package dev.rigger.placement;

import dev.rigger.placement.FleetSnapshot.Chute;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What we already have of each chute, and who is backed off. */
final class Standing {

    /** @param pendingOfVersion copies on their way, by version */
    private static final class Copies {
        private final Map<String, Integer> pendingOfVersion = new HashMap<>();
        private int alive;
    }

    private static final Copies NONE = new Copies();

    private final Map<String, Copies> byChute = new HashMap<>();
    private final Map<String, Instant> backedOffUntil = new HashMap<>();

    Standing(FleetSnapshot snapshot) {
        for (FleetSnapshot.Deployment deployment : snapshot.deployments()) {
            if (!deployment.job() && deployment.stage() != FleetSnapshot.Stage.ENDING) {
                Copies copies = of(deployment.chuteId());
                copies.alive++;
                if (deployment.stage() == FleetSnapshot.Stage.PENDING) {
                    copies.pendingOfVersion.merge(deployment.version(), 1, Integer::sum);
                }
            }
        }
        for (FleetSnapshot.OpenLaunch launch : snapshot.openLaunches()) {
            Copies copies = of(launch.chuteId());
            copies.alive++;
            copies.pendingOfVersion.merge("", 1, Integer::sum);
        }
        for (FleetSnapshot.BackOff backOff : snapshot.backOffs()) {
            if (backOff.until().isAfter(snapshot.takenAt())) {
                backedOffUntil.merge(
                        backOff.subject(), backOff.until(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
    }

    /** Copies on their way or active, of any version, jobs not counted. */
    int alive(Chute chute) {
        return byChute.getOrDefault(chute.chuteId(), NONE).alive;
    }

    /** Whether a copy of the chute's present version, or one that is only ordered, is on its way. */
    boolean pending(Chute chute) {
        Map<String, Integer> pending = byChute.getOrDefault(chute.chuteId(), NONE).pendingOfVersion;
        return pending.containsKey(chute.version()) || pending.containsKey("");
    }

    /** A bounty rewards the first copy alone, so it counts only while we have none. */
    boolean bountied(Chute chute) {
        return chute.bounty() != null && alive(chute) == 0;
    }

    Instant backedOffUntil(String subject) {
        return backedOffUntil.getOrDefault(subject, Instant.MIN);
    }

    boolean backedOff(String subject) {
        return backedOffUntil.containsKey(subject);
    }

    private Copies of(String chuteId) {
        return byChute.computeIfAbsent(chuteId, id -> new Copies());
    }
}
