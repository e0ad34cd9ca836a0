package dev.rigger.devnet.validator.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is remembered of users' calls: rows of the last day, so many an hour and no more, and sums by hour for as long as
 * scores look back. In memory: a restart begins anew.
 */
public final class InvocationLog {
    private static final int MOST_ROWS_AN_HOUR = 2_000;
    private static final Duration ROWS_KEPT = Duration.ofHours(26);
    private static final Duration SUMS_KEPT = Duration.ofDays(8);

    private final InstantSource clock;
    private final Instant startedAt;
    private final TreeMap<Instant, List<Invocation>> rows = new TreeMap<>();
    private final TreeMap<Instant, Map<String, Earned>> earned = new TreeMap<>();
    private final TreeMap<Instant, Map<String, Asked>> asked = new TreeMap<>();

    public InvocationLog(InstantSource clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** What a miner did for users. */
    public record Earned(long invocations, double computeUnits) {
        static final Earned NOTHING = new Earned(0, 0);

        Earned plus(Earned more) {
            return new Earned(invocations + more.invocations, computeUnits + more.computeUnits);
        }
    }

    /** What users asked of a chute. */
    public record Asked(long completed, long rateLimited, long failed, double seconds) {
        public static final Asked NOTHING = new Asked(0, 0, 0, 0);

        public long total() {
            return completed + rateLimited + failed;
        }

        Asked plus(Asked more) {
            return new Asked(
                    completed + more.completed,
                    rateLimited + more.rateLimited,
                    failed + more.failed,
                    seconds + more.seconds);
        }
    }

    public synchronized void record(Invocation invocation) {
        Instant hour = invocation.startedAt().truncatedTo(ChronoUnit.HOURS);
        List<Invocation> ofHour = rows.computeIfAbsent(hour, h -> new ArrayList<>());
        if (ofHour.size() < MOST_ROWS_AN_HOUR) {
            ofHour.add(invocation);
        }
        double seconds = invocation.seconds();
        boolean limited = Invocation.RATE_LIMIT.equals(invocation.errorMessage());
        boolean well = invocation.succeeded();
        asked.computeIfAbsent(invocation.startedAt().truncatedTo(ChronoUnit.MINUTES), m -> new HashMap<>())
                .merge(
                        invocation.chuteId(),
                        new Asked(well ? 1 : 0, limited ? 1 : 0, well || limited ? 0 : 1, seconds),
                        Asked::plus);
        if (well) {
            earned.computeIfAbsent(hour, h -> new HashMap<>())
                    .merge(
                            invocation.minerHotkey(),
                            new Earned(1, seconds * invocation.computeMultiplier() + invocation.bounty()),
                            Earned::plus);
        }
        forget();
    }

    /** What users asked of a chute within that time until now. */
    public synchronized Asked asked(String chuteId, Duration window) {
        return asked.tailMap(clock.instant().minus(window), false).values().stream()
                .map(minute -> minute.getOrDefault(chuteId, Asked.NOTHING))
                .reduce(Asked.NOTHING, Asked::plus);
    }

    /** What every miner did within that time until now. */
    public synchronized Map<String, Earned> earned(Duration window) {
        Map<String, Earned> sums = new TreeMap<>();
        earned.tailMap(clock.instant().minus(window), false)
                .values()
                .forEach(hour -> hour.forEach((hotkey, sum) -> sums.merge(hotkey, sum, Earned::plus)));
        return sums;
    }

    public Earned earned(String hotkey, Duration window) {
        return earned(window).getOrDefault(hotkey, Earned.NOTHING);
    }

    /** Rows of the hour that begins then. */
    public synchronized List<Invocation> hour(Instant begin) {
        return List.copyOf(rows.getOrDefault(begin, List.of()));
    }

    /** The latest successes of the last day, the latest first. */
    public synchronized List<Invocation> recent(String hotkey, int limit) {
        Instant since = clock.instant().minus(Duration.ofDays(1));
        return rows.descendingMap().values().stream()
                .flatMap(hour -> hour.reversed().stream())
                .filter(row -> row.succeeded() && row.startedAt().isAfter(since))
                .filter(row -> hotkey.isEmpty() || row.minerHotkey().equals(hotkey))
                .limit(limit)
                .toList();
    }

    /** Whether that hour is over, not too long ago, and not before all began. */
    public boolean exports(Instant hour) {
        Instant now = clock.instant();
        return !hour.plus(Duration.ofHours(1)).isAfter(now)
                && !hour.isBefore(startedAt.truncatedTo(ChronoUnit.HOURS))
                && hour.isAfter(now.minus(ROWS_KEPT));
    }

    private void forget() {
        Instant now = clock.instant();
        rows.headMap(now.minus(ROWS_KEPT)).clear();
        asked.headMap(now.minus(ROWS_KEPT)).clear();
        earned.headMap(now.minus(SUMS_KEPT)).clear();
    }
}
