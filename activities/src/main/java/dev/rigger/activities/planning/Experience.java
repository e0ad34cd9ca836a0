package dev.rigger.activities.planning;

import dev.rigger.inventory.PastLaunches;
import dev.rigger.placement.BidPrice;
import dev.rigger.placement.FleetSnapshot.ColdStart;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.Outcomes;
import dev.rigger.placement.value.Setbacks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What earlier launches taught, for one plan.
 *
 * @param past launches by chute and server
 * @param readAt when they were read
 */
record Experience(List<PastLaunches> past, Instant readAt) {

    private static final Setbacks SETBACKS = Setbacks.DEFAULT;

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

    /** When something last began to serve on each server: that ends a quarantine. */
    private Map<String, Instant> served() {
        Map<String, Instant> served = new HashMap<>();
        for (PastLaunches launches : past) {
            Instant activation = launches.lastActivation();
            if (activation != null) {
                served.merge(launches.serverId(), activation, (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return served;
    }

    /** Servers that are spared because several chutes failed on them lately, and until when. */
    Map<String, Instant> quarantined(Instant now) {
        Map<String, List<Instant>> failures = new HashMap<>();
        Map<String, Instant> served = served();
        for (PastLaunches launches : past) {
            Instant failed = launches.lastFailure();
            Instant since = served.getOrDefault(launches.serverId(), Instant.MIN);
            if (failed != null && failed.isAfter(since) && failed.isAfter(now.minus(SETBACKS.quarantineWindow()))) {
                failures.computeIfAbsent(launches.serverId(), server -> new ArrayList<>())
                        .add(failed);
            }
        }
        Map<String, Instant> quarantined = new HashMap<>();
        failures.forEach((server, times) -> {
            Instant until = Collections.max(times).plus(SETBACKS.probeEvery());
            if (SETBACKS.quarantines(times.size()) && until.isAfter(now)) {
                quarantined.put(server, until);
            }
        });
        return quarantined;
    }
}
