package dev.rigger.placement.policies;

import dev.rigger.placement.Planner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Policies by their names. */
public final class Policies {
    /** The name of the policy that decides as the reference miner does. */
    public static final String REFERENCE = ReferenceGreedy.NAME;

    /** The name of the first planner. */
    public static final String FIRST = ValueGreedy.NAME;

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
        Map<String, Supplier<Planner>> known = new TreeMap<>();
        known.put(REFERENCE, ReferenceGreedy::new);
        known.put(FIRST, ValueGreedy::new);
        return known;
    }
}
