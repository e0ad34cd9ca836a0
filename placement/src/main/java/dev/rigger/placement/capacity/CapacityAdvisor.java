package dev.rigger.placement.capacity;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.GpuKind;
import dev.rigger.placement.Planner;
import dev.rigger.placement.capacity.CapacityAdvice.Release;
import dev.rigger.placement.capacity.CapacityAdvice.Rent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Says what one server more of each kind would bring, and what each of the least useful would cost to lose, by planning
 * with and without it. Deterministic; how many plans it may make is counted.
 */
public final class CapacityAdvisor {

    /** Enough for every kind of a fleet and its twenty-four least useful servers. */
    public static final int MOST_PLANS = 64;

    private static final int RELEASES = 24;
    private static final double HOURS_A_DAY = 24;

    private final Planner planner;
    private final Duration horizon;
    private final int mostPlans;

    /** @param horizon within which the planner counts compute units */
    public CapacityAdvisor(Planner planner, Duration horizon) {
        this(planner, horizon, MOST_PLANS);
    }

    public CapacityAdvisor(Planner planner, Duration horizon, int mostPlans) {
        this.planner = planner;
        this.horizon = horizon;
        this.mostPlans = mostPlans;
    }

    /** @param usdPerUnit what a compute unit is paid with; null when that is not known */
    public CapacityAdvice advise(FleetSnapshot snapshot, @Nullable Double usdPerUnit) {
        Margins margins = new Margins(planner, snapshot, mostPlans);
        List<Rent> rent = new ArrayList<>();
        for (GpuKind kind : Kinds.of(snapshot)) {
            if (margins.mayPlan()) {
                rent.add(rent(margins, kind, usdPerUnit));
            }
        }
        List<Release> release = new ArrayList<>();
        for (Server server : Kinds.leastUseful(snapshot, RELEASES)) {
            if (margins.mayPlan()) {
                release.add(release(margins, server, usdPerUnit));
            }
        }
        rent.sort(Comparator.comparingDouble(Rent::shadowPrice).reversed().thenComparing(Rent::kind));
        release.sort(Comparator.comparingDouble(Release::shadowPrice).thenComparing(Release::name));
        return new CapacityAdvice(rent, release, assumptions(usdPerUnit), margins.plansMade());
    }

    private Rent rent(Margins margins, GpuKind kind, @Nullable Double usdPerUnit) {
        Server another = Kinds.another(margins.snapshot(), kind);
        double units = perDay(margins.with(another));
        int gpus = another.gpus().size();
        OptionalDouble cost = Kinds.usualCost(margins.snapshot(), kind);
        return new Rent(
                kind,
                gpus,
                units,
                shadowPrice(units, gpus),
                usdPerUnit == null ? null : Double.valueOf(units * usdPerUnit),
                cost.isEmpty() ? null : Double.valueOf(cost.getAsDouble() * gpus * HOURS_A_DAY));
    }

    private Release release(Margins margins, Server server, @Nullable Double usdPerUnit) {
        double units = perDay(margins.without(server));
        int gpus = server.gpus().size();
        return new Release(
                server.serverId(),
                server.name(),
                gpus,
                units,
                shadowPrice(units, gpus),
                usdPerUnit == null ? null : Double.valueOf(units * usdPerUnit),
                server.hourlyCost() * gpus * HOURS_A_DAY);
    }

    private double perDay(double unitsInHorizon) {
        return unitsInHorizon * Duration.ofDays(1).toMillis() / horizon.toMillis();
    }

    private static double shadowPrice(double unitsPerDay, int gpus) {
        return gpus == 0 ? 0 : unitsPerDay / gpus / Duration.ofDays(1).toSeconds();
    }

    private List<String> assumptions(@Nullable Double usdPerUnit) {
        List<String> assumes = new ArrayList<>(List.of(
                "Chutes are wanted and paid as they are now, and every " + horizon.toHours()
                        + " hours of a day are like the next ones.",
                "A new server starts empty, is as good as the fleet's others of its kind, and is filled at once.",
                "What runs on a released server is lost, except what is launched anew elsewhere."));
        if (usdPerUnit == null) {
            assumes.add("Nobody said what a unit is worth, so that there is no income in USD.");
        }
        return assumes;
    }
}
