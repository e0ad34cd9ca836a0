package dev.rigger.placement.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Plan;
import dev.rigger.placement.value.Objective;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OracleTest {

    private static final int FLEETS = 150;
    private static final int SERVERS = 12;
    private static final int CHUTES = 24;
    private static final double SOLVER_ROUNDING = 1 - 1e-6;

    @Test
    @Tag("scenario-104")
    void plansForSmallFleetsAreNearTheBestThereIsAndTheBoundIsAboveIt() {
        double gaps = 0;
        double worst = 0;
        double missed = 0;
        int gaining = 0;
        for (long seed = 0; seed < FLEETS; seed++) {
            FleetSnapshot fleet = RandomFleet.of(50_000 + seed, SERVERS, CHUTES);
            Plan.Quality quality = new BidPricePlanner().plan(fleet).quality();
            Oracle oracle = new Oracle(fleet, Objective.DEFAULT);
            double gain = oracle.gain();
            double best = oracle.kept() + gain;
            double lost = Math.max(0, best - quality.value());
            if (gain > 0) {
                gaining++;
                missed += lost / gain;
                gaps += lost / best;
                worst = Math.max(worst, lost / best);
            }
            assertThat(quality.upperBound())
                    .as("bound of seed %s", seed)
                    .isGreaterThanOrEqualTo(best * SOLVER_ROUNDING);
        }
        assertThat(gaining).isGreaterThan(80);
        assertThat(gaps / gaining).as("mean gap").isLessThanOrEqualTo(0.02);
        assertThat(worst).as("worst gap").isLessThanOrEqualTo(0.10);
        assertThat(missed / gaining).as("mean share of what launches bring").isLessThanOrEqualTo(0.02);
    }
}
