package dev.rigger.activities.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Limits;
import dev.rigger.placement.Plan;
import dev.rigger.placement.ValueGreedyPlanner;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanArchiveTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");

    @Test
    void whatWasStoredCanBeDecidedAgainWithTheSameResult() {
        FleetSnapshot snapshot = new FleetSnapshot(
                NOW,
                List.of(new FleetSnapshot.Server(
                        "s1",
                        "h200-0",
                        true,
                        false,
                        false,
                        0.7,
                        new FleetSnapshot.Shares(4, 100, null),
                        List.of(
                                new FleetSnapshot.Gpu("g0", "h200", true, null),
                                new FleetSnapshot.Gpu("g1", "h200", true, "d0")))),
                List.of(chute("bountied", false, new FleetSnapshot.Bounty(100, 1.3)), chute("backed-off", true, null)),
                List.of(new FleetSnapshot.Deployment(
                        "d0", "other", "v", "s1", FleetSnapshot.Stage.ACTIVE, false, true, NOW, NOW)),
                List.of(new FleetSnapshot.BackOff("backed-off", "CAPACITY_LOCKED", NOW.plusSeconds(60))),
                List.of(new FleetSnapshot.OpenLaunch("d2", "third", "s1", List.of("g7"))));
        ValueGreedyPlanner planner = new ValueGreedyPlanner(Limits.DEFAULTS);
        Plan plan = planner.plan(snapshot);
        PlanArchive archive = new PlanArchive();

        FleetSnapshot readBack = archive.snapshot(archive.pack(snapshot));

        assertThat(readBack).isEqualTo(snapshot);
        assertThat(archive.plan(archive.pack(plan))).isEqualTo(plan).isEqualTo(planner.plan(readBack));
        assertThat(plan.actions()).extracting(Object::getClass).hasSize(3);
    }

    private static FleetSnapshot.Chute chute(
            String id, boolean scalable, FleetSnapshot.@org.jspecify.annotations.Nullable Bounty bounty) {
        return new FleetSnapshot.Chute(
                id,
                id,
                "v",
                List.of("h200"),
                1,
                false,
                false,
                false,
                1.5,
                scalable,
                null,
                FleetSnapshot.Needs.DEFAULTS,
                bounty);
    }
}
