package dev.rigger.placement.search;

import static dev.rigger.placement.Altered.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Effort;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.Fleets;
import dev.rigger.placement.Plan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for every fleet, tried on thousands thrown with dice. */
class PlannerPropertiesTest {

    private static final double ROUNDING = 1e-9;

    private final BidPricePlanner planner = new BidPricePlanner();

    @Test
    @Tag("scenario-103")
    void noRuleIsEverBrokenAndNoPlanIsWorthMoreThanItsBound() {
        int launches = 0;
        int evictions = 0;
        for (long seed = 0; seed < 10_000; seed++) {
            FleetSnapshot fleet = RandomFleet.of(seed, 8, 20);
            Plan plan = planner.plan(fleet);

            assertThat(PlainRules.broken(fleet, plan))
                    .as("fleet of seed %s", seed)
                    .isEmpty();
            assertThat(plan.quality().value())
                    .as("value against bound, seed %s", seed)
                    .isLessThanOrEqualTo(plan.quality().upperBound()
                            + ROUNDING * Math.abs(plan.quality().upperBound()));
            launches += plan.launches().size();
            evictions += plan.evictions().size();
        }
        assertThat(launches).isGreaterThan(10_000);
        assertThat(evictions).isGreaterThan(500);
    }

    @Test
    void theSameFleetGivesTheSamePlan() {
        for (long seed = 0; seed < 1_000; seed++) {
            String once = planner.plan(RandomFleet.of(seed, 8, 20)).toString();

            assertThat(new BidPricePlanner().plan(RandomFleet.of(seed, 8, 20)).toString())
                    .isEqualTo(once);
        }
    }

    /** Among more servers fewer launches a server are allowed, unless the limit is out of reach. */
    @Test
    void aFurtherFreeServerNeverLowersTheValue() {
        for (long seed = 0; seed < 3_000; seed++) {
            FleetSnapshot thrown = RandomFleet.of(seed, 6, 15);
            FleetSnapshot fleet = with(thrown, "limits", with(thrown.limits(), "launchesPerServer", 8));
            List<Server> more = new ArrayList<>(fleet.servers());
            more.add(Fleets.server("further", 8, seed % 2 == 0 ? "h100" : "a100", 1));

            double before = planner.plan(fleet).quality().value();
            double after = planner.plan(with(fleet, "servers", more)).quality().value();

            assertThat(after).as("seed %s", seed).isGreaterThanOrEqualTo(before - ROUNDING * Math.abs(before));
        }
    }

    @Test
    void aLimitOfStepsGivesAPlanThatKeepsTheRulesAndSaysSo() {
        for (long seed = 0; seed < 1_000; seed++) {
            FleetSnapshot whole = RandomFleet.of(seed, 8, 20);
            Plan best = planner.plan(whole);
            long steps = best.quality().steps() / 3;
            FleetSnapshot limited = with(whole, "effort", new Effort(steps, 0));

            Plan plan = planner.plan(limited);

            assertThat(PlainRules.broken(limited, plan)).as("seed %s", seed).isEmpty();
            assertThat(plan.quality().steps()).isLessThanOrEqualTo(steps);
            assertThat(plan.quality().cutShort())
                    .as("seed %s", seed)
                    .isEqualTo(best.quality().steps() > steps);
            assertThat(plan.quality().value())
                    .isLessThanOrEqualTo(best.quality().upperBound() * (1 + ROUNDING));
        }
    }
}
