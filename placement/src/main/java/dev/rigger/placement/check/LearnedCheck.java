package dev.rigger.placement.check;

import dev.rigger.placement.BidPrice;
import dev.rigger.placement.FleetSnapshot.ColdStart;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.Outcomes;
import dev.rigger.placement.GpuKind;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What experience taught, or claims to have taught. */
final class LearnedCheck {

    private LearnedCheck() {}

    static void check(Learned learned) {
        Given.present("snapshot", "", "learned", learned);
        Set<GpuKind> kinds = HashSet.newHashSet(learned.bidPrices().size());
        for (BidPrice price : learned.bidPrices()) {
            Given.present("bid price", "", "GPU kind", price.gpus());
            Given.amount("bid price of", price.gpus().toString(), "unitsPerGpuSecond", price.unitsPerGpuSecond());
            if (!kinds.add(price.gpus())) {
                throw Contradiction.LISTED_TWICE.found("The bid price of " + price.gpus() + " is listed twice");
            }
        }
        for (ColdStart start : learned.coldStarts()) {
            String of = subject(start.chuteId(), start.serverId());
            Given.countFrom(0, "cold start of", of, "samples", start.samples());
            Given.number("cold start of", of, "meanLogSeconds", start.meanLogSeconds());
        }
        for (Outcomes outcomes : learned.outcomes()) {
            String of = subject(outcomes.chuteId(), outcomes.serverId());
            Given.countFrom(0, "outcomes of", of, "granted", outcomes.granted());
            Given.countFrom(0, "outcomes of", of, "refused", outcomes.refused());
            Given.countFrom(0, "outcomes of", of, "activated", outcomes.activated());
            Given.countFrom(0, "outcomes of", of, "failed", outcomes.failed());
        }
    }

    private static String subject(@Nullable String chuteId, @Nullable String serverId) {
        return (chuteId == null ? "all chutes" : chuteId) + " on " + (serverId == null ? "all servers" : serverId);
    }
}
