package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.Load;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What users ask for, measured once a minute and kept for an hour. Calls beyond what the copies can do are turned away;
 * where there is no copy at all, all of them are.
 */
public final class Demand {
    static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int CALLS_A_SLOT_AND_MINUTE = 4;

    private final Platform platform;
    private final Chance chance;
    private final Map<String, Habits> habits = new ConcurrentHashMap<>();
    private final Map<String, Deque<Sample>> samples = new ConcurrentHashMap<>();
    private final Map<String, String> actions = new ConcurrentHashMap<>();
    private final Map<String, Double> forced = new ConcurrentHashMap<>();

    private record Sample(Instant at, double utilization, long completed, long rateLimited) {}

    public Demand(Platform platform, long seed) {
        this.platform = platform;
        this.chance = new Chance(seed);
    }

    /** One minute of every chute's users. */
    void measure() {
        platform.standings().forEach(this::measure);
    }

    /** How many copies a chute's users would keep busy now. */
    double busyCopies(ChuteStanding standing) {
        Double share = forced.get(standing.chute().chuteId());
        if (share != null) {
            return share * Math.max(1, standing.active());
        }
        return standing.chute().disabled() || standing.chute().jobOnly()
                ? 0
                : habitsOf(standing).busyCopies(platform.now());
    }

    /** What the autoscaler did last, to be told with the next measurements. */
    void acted(String chuteId, String action) {
        actions.put(chuteId, action);
    }

    /** Its copies are as busy as that from now on; null gives it back to its users. */
    void force(String chuteId, @Nullable Double utilization) {
        samples.remove(chuteId);
        if (utilization == null) {
            forced.remove(chuteId);
        } else {
            forced.put(chuteId, utilization);
        }
        measure(platform.standing(chuteId));
    }

    private void measure(ChuteStanding standing) {
        String chuteId = standing.chute().chuteId();
        Instant now = platform.now();
        double busy = busyCopies(standing);
        double served = Math.min(busy, standing.active());
        int callsACopy = CALLS_A_SLOT_AND_MINUTE * standing.chute().concurrency();
        Sample sample = new Sample(
                now,
                standing.active() == 0 ? 0 : served / standing.active(),
                Math.round(served * callsACopy),
                Math.round((busy - served) * callsACopy));
        Deque<Sample> kept = samples.computeIfAbsent(chuteId, id -> new ArrayDeque<>());
        synchronized (kept) {
            kept.addLast(sample);
            while (kept.getFirst().at().isBefore(now.minus(KEPT))) {
                kept.removeFirst();
            }
            platform.chutes().load(chuteId, load(kept, now, actions.getOrDefault(chuteId, "no_action")));
        }
    }

    private static Load load(Deque<Sample> kept, Instant now, String action) {
        return new Load(
                now,
                new Load.Windows(
                        kept.getLast().utilization(),
                        mean(kept, now, 5, Sample::utilization),
                        mean(kept, now, 15, Sample::utilization),
                        mean(kept, now, 60, Sample::utilization)),
                requests(kept, now, 5),
                requests(kept, now, 15),
                requests(kept, now, 60),
                action);
    }

    private static Load.Requests requests(Deque<Sample> kept, Instant now, int minutes) {
        return new Load.Requests(
                sum(kept, now, minutes, Sample::completed), sum(kept, now, minutes, Sample::rateLimited));
    }

    private static double mean(Deque<Sample> kept, Instant now, int minutes, ToDoubleFunction<Sample> figure) {
        Instant since = now.minus(Duration.ofMinutes(minutes));
        return kept.stream()
                .filter(sample -> sample.at().isAfter(since))
                .mapToDouble(figure)
                .average()
                .orElse(0);
    }

    private static long sum(Deque<Sample> kept, Instant now, int minutes, ToLongFunction<Sample> figure) {
        Instant since = now.minus(Duration.ofMinutes(minutes));
        return kept.stream()
                .filter(sample -> sample.at().isAfter(since))
                .mapToLong(figure)
                .sum();
    }

    private Habits habitsOf(ChuteStanding standing) {
        return habits.computeIfAbsent(
                standing.chute().name(),
                name -> new Habits(chance, name, standing.chute().gpuCount()));
    }
}
