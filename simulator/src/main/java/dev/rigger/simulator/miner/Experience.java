package dev.rigger.simulator.miner;

import dev.rigger.placement.BidPrice;
import dev.rigger.placement.FleetSnapshot.ColdStart;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.Outcomes;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What our own launches taught us; nothing here was looked up in the world. */
final class Experience {

    private record Where(@Nullable String chute, @Nullable String server, boolean cached) {}

    private static final class Times {
        private long samples;
        private double sumOfLogs;
    }

    private static final class Counts {
        private int granted;
        private int refused;
        private int activated;
        private int failed;
    }

    private final Map<Where, Times> times = new LinkedHashMap<>();
    private final Map<Where, Counts> counts = new LinkedHashMap<>();
    private List<BidPrice> bidPrices = List.of();
    private @Nullable Learned record;

    void prices(List<BidPrice> prices) {
        if (!prices.equals(bidPrices)) {
            bidPrices = prices;
            record = null;
        }
    }

    void refused(String chute) {
        of(chute, null).refused++;
        record = null;
    }

    void granted(String chute, String server) {
        of(chute, null).granted++;
        of(null, server).granted++;
        record = null;
    }

    void activated(String chute, String server, boolean cached, long millis) {
        of(chute, null).activated++;
        of(null, server).activated++;
        double log = StrictMath.log(Math.max(1, millis / 1_000.0));
        for (Where where : List.of(
                new Where(null, null, cached), new Where(chute, null, cached), new Where(null, server, cached))) {
            Times known = times.computeIfAbsent(where, w -> new Times());
            known.samples++;
            known.sumOfLogs += log;
        }
        record = null;
    }

    /** Somebody else was there first; the server had no part in it. */
    void raceLost(String chute) {
        of(chute, null).failed++;
        record = null;
    }

    void failed(String chute, String server) {
        of(chute, null).failed++;
        of(null, server).failed++;
        record = null;
    }

    Learned record() {
        Learned known = record;
        if (known == null) {
            known = new Learned(
                    bidPrices.stream()
                            .sorted(Comparator.comparing(BidPrice::gpus))
                            .toList(),
                    times.entrySet().stream()
                            .map(entry -> coldStart(entry.getKey(), entry.getValue()))
                            .toList(),
                    counts.entrySet().stream()
                            .map(entry -> outcomes(entry.getKey(), entry.getValue()))
                            .toList());
            record = known;
        }
        return known;
    }

    private Counts of(@Nullable String chute, @Nullable String server) {
        return counts.computeIfAbsent(new Where(chute, server, false), where -> new Counts());
    }

    private static ColdStart coldStart(Where where, Times of) {
        return new ColdStart(where.chute, where.server, where.cached, of.samples, of.sumOfLogs / of.samples);
    }

    private static Outcomes outcomes(Where where, Counts of) {
        return new Outcomes(where.chute, where.server, of.granted, of.refused, of.activated, of.failed);
    }
}
