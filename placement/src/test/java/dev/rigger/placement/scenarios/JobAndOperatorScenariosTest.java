package dev.rigger.placement.scenarios;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.holding;
import static dev.rigger.placement.Fleets.server;
import static dev.rigger.placement.scenarios.Scenery.OURS;
import static dev.rigger.placement.scenarios.Scenery.bountied;
import static dev.rigger.placement.scenarios.Scenery.launches;
import static dev.rigger.placement.scenarios.Scenery.settled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Server;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jobs and operators' locks, as far as a plan depends on them. */
class JobAndOperatorScenariosTest {
    private static final Server HELD = holding(server("s", 1, "h200", 1), "d", 0, 1);

    @Test
    @Tag("scenario-88")
    void aRunningJobIsNeverEndedAndIsNoCopyOfItsChute() {
        Deployment job = with(copy("d", "app", "s", 0), "job", true);

        assertThat(OURS.plan(fleet(List.of(HELD), List.of(bountied(settled("new", 50, 0)), settled("app", 1, 5)), job))
                        .evictions())
                .isEmpty();
        launches(
                OURS.plan(fleet(
                        List.of(HELD, server("free", 1, "h200", 1)), List.of(bountied(settled("app", 1, 0))), job)),
                "app");
    }

    @Test
    @Tag("scenario-92")
    void aBountyEndsNothingOnALockedServerAndWhatRunsThereStays() {
        FleetSnapshot locked = fleet(
                List.of(with(HELD, "locked", true)),
                List.of(bountied(settled("new", 50, 0)), settled("old", 0.4, 5)),
                copy("d", "old", "s", 0.4));

        assertThat(OURS.plan(locked).launches()).isEmpty();
        assertThat(OURS.plan(locked).evictions()).isEmpty();
        assertThat(OURS.plan(with(locked, "servers", List.of(HELD))).evictions())
                .hasSize(1);
    }
}
