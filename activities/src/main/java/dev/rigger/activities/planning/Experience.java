package dev.rigger.activities.planning;

import dev.rigger.inventory.PastLaunches;
import dev.rigger.placement.BidPrice;
import dev.rigger.placement.FleetSnapshot.ColdStart;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.Outcomes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What earlier launches taught, for one plan.
 *
 * @param past launches by chute and server
 * @param readAt when they were read
 */
record Experience(List<PastLaunches> past, Instant readAt) {

    private static final int CHUTES_THAT_CONDEMN = 3;
    private static final Duration WITHIN = Duration.ofHours(1);
    private static final Duration QUARANTINE = Duration.ofMinutes(30);

    Experience {
        past = List.copyOf(past);
    }

    /** A start where the chute ran before finds its image and weights there. */
    Learned learned(List<BidPrice> bidPrices) {
        List<ColdStart> starts = new ArrayList<>();
        List<Outcomes> outcomes = new ArrayList<>();
        for (PastLaunches launches : past) {
            Double mean = launches.meanLogSeconds();
            if (mean != null) {
                starts.add(new ColdStart(
                        launches.chuteId(), launches.serverId(), launches.activated() > 1, launches.activated(), mean));
            }
            outcomes.add(new Outcomes(
                    launches.chuteId(),
                    launches.serverId(),
                    launches.activated() + launches.failed(),
                    launches.refused(),
                    launches.activated(),
                    launches.failed()));
        }
        return new Learned(bidPrices, starts, outcomes);
    }

    /** Ids of chutes that were active on each server, and left their image and weights there. */
    Map<String, List<String>> cachedByServer() {
        return past.stream()
                .filter(launches -> launches.activated() > 0)
                .collect(Collectors.groupingBy(
                        PastLaunches::serverId,
                        TreeMap::new,
                        Collectors.mapping(PastLaunches::chuteId, Collectors.toList())));
    }

    /** Until when a server is spared because several chutes failed on it lately; empty when it is not. */
    Optional<Instant> quarantinedUntil(String serverId, Instant now) {
        List<Instant> failures = past.stream()
                .filter(launches -> launches.serverId().equals(serverId))
                .map(PastLaunches::lastFailure)
                .filter(Objects::nonNull)
                .filter(at -> at.isAfter(now.minus(WITHIN)))
                .sorted(Comparator.reverseOrder())
                .toList();
        return failures.size() < CHUTES_THAT_CONDEMN
                ? Optional.empty()
                : Optional.of(failures.getFirst().plus(QUARANTINE)).filter(until -> until.isAfter(now));
    }
}
