package dev.rigger.placement.scenarios;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.NOW;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.server;
import static dev.rigger.placement.scenarios.Scenery.OURS;
import static dev.rigger.placement.scenarios.Scenery.launches;
import static dev.rigger.placement.scenarios.Scenery.launchesNothing;
import static dev.rigger.placement.scenarios.Scenery.opening;
import static dev.rigger.placement.scenarios.Scenery.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Rule;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Launch: which GPUs, and not again what was just refused. */
class LaunchScenariosTest {

    @Test
    @Tag("scenario-1")
    void aTrustedChuteOfTwoGpusGetsExactlyTwoOfATrustedServer() {
        Server trusted = with(server("tee", 8, "h200", 2), "tee", true);
        Chute chute = with(wanted("app", 1, 2, 1), "tee", true);

        Plan plan = OURS.plan(fleet(List.of(server("open", 8, "h200", 1), trusted), List.of(chute)));

        assertThat(plan.launches()).first().satisfies(launch -> {
            assertThat(launch.serverId()).isEqualTo("tee");
            assertThat(new HashSet<>(launch.gpuIds())).hasSize(2).allMatch(gpu -> gpu.startsWith("tee-"));
        });
    }

    @Test
    @Tag("scenario-5")
    void afterARefusalTheChuteIsLeftAloneUntilItsTimeAndThenTriedAgain() {
        Instant until = NOW.plusSeconds(120);
        FleetSnapshot refused = with(
                fleet(List.of(server("s", 8, "h200", 1)), List.of(wanted("app", 1, 1, 1))),
                "backOffs",
                List.of(BackOff.ofChute("app", "CAPACITY_LOCKED", until)));

        launchesNothing(OURS.plan(refused), Rule.CHUTE_NOT_BACKED_OFF);
        assertThat(OURS.plan(refused).again()).contains(until);
        launchesNothing(OURS.plan(with(refused, "takenAt", until.minusSeconds(1))), Rule.CHUTE_NOT_BACKED_OFF);
        launches(OURS.plan(with(refused, "takenAt", until)), "app");
    }

    @Test
    @Tag("scenario-6")
    void gpusOfALaunchOnItsWayAreNotPromisedTwice() {
        FleetSnapshot fleet =
                fleet(List.of(server("s", 4, "h200", 1)), List.of(wanted("second", 9, 4, 1), wanted("first", 1, 4, 2)));

        launchesNothing(OURS.plan(opening(fleet, "d", "first", "s", "s-0", "s-1", "s-2", "s-3")), Rule.GPU_COUNT);
    }

    @Test
    @Tag("scenario-7")
    void aServerWithTooLittleDiskIsNotChosen() {
        FleetSnapshot fleet = fleet(
                List.of(with(server("s", 8, "h200", 1), "shares", new Shares(8, 64, 15))),
                List.of(needing("twenty", 20), needing("ten", 10)));

        launches(OURS.plan(fleet), "ten");
    }

    @Test
    @Tag("scenario-11")
    void aChuteThatFailedOnAServerIsTriedElsewhere() {
        FleetSnapshot failed = with(
                fleet(
                        List.of(server("bad", 1, "h200", 1), server("good", 1, "h200", 9)),
                        List.of(wanted("app", 1, 1, 1))),
                "backOffs",
                List.of(new BackOff("app", "bad", "FAILED", NOW.plusSeconds(60))));

        assertThat(OURS.plan(failed).launches())
                .singleElement()
                .satisfies(launch -> assertThat(launch.serverId()).isEqualTo("good"));
    }

    private static Chute needing(String id, int diskGib) {
        return with(wanted(id, 1, 1, 1), "needs", new Needs(1, 1, diskGib));
    }
}
