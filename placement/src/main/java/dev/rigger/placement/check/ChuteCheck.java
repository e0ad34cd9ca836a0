package dev.rigger.placement.check;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Each chute for itself. */
final class ChuteCheck {
    private static final String CHUTE = "chute";

    private ChuteCheck() {}

    static void check(FleetSnapshot snapshot) {
        Instant latest = snapshot.takenAt().plus(SnapshotCheck.CLOCK_SKEW);
        Set<String> seen = HashSet.newHashSet(snapshot.chutes().size());
        for (Chute chute : snapshot.chutes()) {
            String id = chute.chuteId();
            Given.present(CHUTE, "", "id", id);
            if (!seen.add(id)) {
                throw Contradiction.LISTED_TWICE.found("Chute " + id + " is listed twice");
            }
            Given.present(CHUTE, id, "name", chute.name());
            Given.present(CHUTE, id, "version", chute.version());
            Given.present(CHUTE, id, "worth", chute.worth());
            Given.present(CHUTE, id, "needs", chute.needs());
            Given.countFrom(1, CHUTE, id, "gpuCount", chute.gpuCount());
            Given.number(CHUTE, id, "worth.now", chute.worth().now());
            Given.number(CHUTE, id, "worth.later", chute.worth().later());
            Given.count(CHUTE, id, "allowedCopies", chute.allowedCopies());
            Given.countFrom(0, CHUTE, id, "needs.cpusPerGpu", chute.needs().cpusPerGpu());
            Given.countFrom(0, CHUTE, id, "needs.memoryGibPerGpu", chute.needs().memoryGibPerGpu());
            Given.countFrom(0, CHUTE, id, "needs.diskGib", chute.needs().diskGib());
            demand(id, chute.demand());
            bounty(id, chute.bounty(), latest);
        }
    }

    private static void demand(String id, @Nullable Demand demand) {
        if (demand != null) {
            Given.count(CHUTE, id, "demand.target", demand.target());
            Given.countFrom(0, CHUTE, id, "demand.active", demand.active());
            Given.countFrom(0, CHUTE, id, "demand.live", demand.live());
            Given.amount(CHUTE, id, "demand.utilisation", demand.utilisation());
        }
    }

    private static void bounty(String id, @Nullable Bounty bounty, Instant latest) {
        if (bounty != null) {
            Given.countFrom(0, CHUTE, id, "bounty.amount", bounty.amount());
            Given.amount(CHUTE, id, "bounty.boost", bounty.boost());
            Given.past(CHUTE, id, "bounty.offeredAt", bounty.offeredAt(), latest);
        }
    }
}
