package dev.rigger.placement.policies;

import dev.rigger.placement.Limits;
import dev.rigger.placement.OperatorPolicy;
import dev.rigger.placement.Planner;
import dev.rigger.placement.search.BidPricePlanner;
import dev.rigger.placement.value.Objective;
import dev.rigger.placement.value.Objective.Hysteresis;
import dev.rigger.placement.value.Objective.Uses;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Policies by their names: the planner, those it is measured against, and the planner with one of its parts taken away, so that
 * each part's use can be seen.
 */
public final class Policies {
    /** The name of the policy that decides as the reference miner does. */
    public static final String REFERENCE = ReferenceGreedy.NAME;

    /** The name of the first planner. */
    public static final String FIRST = ValueGreedy.NAME;

    /** The name of the planner that Rigger uses. */
    public static final String PLANNER = "bid-price";

    private static final Limits ONE_LAUNCH =
            new Limits(1, Integer.MAX_VALUE, 1, 1, 8, Duration.ofSeconds(15), Duration.ofMinutes(5));

    private static final Map<String, Supplier<Planner>> KNOWN = known();

    private Policies() {}

    /** Empty when there is no policy of that name. */
    public static Optional<Planner> named(String name) {
        return Optional.ofNullable(KNOWN.get(name)).map(Supplier::get);
    }

    public static List<String> names() {
        return List.copyOf(KNOWN.keySet());
    }

    private static Map<String, Supplier<Planner>> known() {
        Objective all = Objective.DEFAULT;
        Map<String, Supplier<Planner>> known = new LinkedHashMap<>();
        known.put(REFERENCE, ReferenceGreedy::new);
        known.put(FIRST, ValueGreedy::new);
        known.put(PLANNER, BidPricePlanner::new);
        known.put("no-bid-price", () -> with(all.using(new Uses(false, true, true, true, true))));
        known.put("no-cold-start", () -> with(all.using(new Uses(true, false, true, true, true))));
        known.put("no-outcomes", () -> with(all.using(new Uses(true, true, false, true, true))));
        known.put("no-hysteresis", () -> with(all.withHysteresis(Hysteresis.always(0))));
        known.put("no-eviction", () -> with(all.using(new Uses(true, true, true, false, true))));
        known.put("no-search", () -> with(all.using(new Uses(true, true, true, true, false))));
        known.put("no-boost", () -> new Blinkered(new BidPricePlanner(), Blinkered::withoutBoosts, "no-boost"));
        known.put(
                "one-launch",
                () -> new Blinkered(
                        new BidPricePlanner(), fleet -> Blinkered.withLimits(fleet, ONE_LAUNCH), "one-launch"));
        return known;
    }

    private static Planner with(Objective objective) {
        return new BidPricePlanner(objective, OperatorPolicy.NONE);
    }
}
