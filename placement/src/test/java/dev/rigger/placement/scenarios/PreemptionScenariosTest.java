package dev.rigger.placement.scenarios;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.NOW;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.holding;
import static dev.rigger.placement.Fleets.server;
import static dev.rigger.placement.scenarios.Scenery.OURS;
import static dev.rigger.placement.scenarios.Scenery.REFERENCE;
import static dev.rigger.placement.scenarios.Scenery.bountied;
import static dev.rigger.placement.scenarios.Scenery.held;
import static dev.rigger.placement.scenarios.Scenery.launchesNothing;
import static dev.rigger.placement.scenarios.Scenery.opening;
import static dev.rigger.placement.scenarios.Scenery.settled;
import static dev.rigger.placement.scenarios.Scenery.victims;
import static dev.rigger.placement.scenarios.Scenery.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.Rule;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Preemption: what is ended for what comes, and what never is. */
class PreemptionScenariosTest {
    private static final Server ONE = holding(server("s", 1, "h200", 1), "d", 0, 1);
    private static final Chute OLD = settled("old", 0.4, 5);

    @Test
    @Tag("scenario-45")
    void ofTwoCopiesTheOneThatEarnsLessMakesRoom() {
        FleetSnapshot full = fleet(
                List.of(held(server("s", 2, "h200", 1), List.of("low", "high"), 1, 1)),
                List.of(bountied(settled("new", 0.8, 0)), OLD),
                copy("low", "old", "s", 0.4),
                copy("high", "old", "s", 0.9));

        for (Planner planner : List.of(OURS, REFERENCE)) {
            assertThat(victims(planner.plan(full))).as(planner.policy()).containsExactly("low");
        }
    }

    @Test
    @Tag("scenario-46")
    void whatIsProtectedIsNeverEndedWhateverComes() {
        Deployment d = copy("d", "old", "s", 0.4);
        for (Deployment kept : List.of(
                with(d, "job", true),
                with(d, "preemptible", false),
                with(with(d, "stage", Stage.STARTING), "activatedAt", null),
                with(d, "activatedAt", NOW.minus(Duration.ofMinutes(62))))) {
            for (Planner planner : List.of(OURS, REFERENCE)) {
                assertThat(victims(planner.plan(
                                fleet(List.of(ONE), List.of(bountied(settled("new", 50, 0)), OLD), kept))))
                        .as("%s, %s", planner.policy(), kept)
                        .isEmpty();
            }
        }
        assertThat(victims(OURS.plan(
                        fleet(List.of(ONE), List.of(bountied(settled("new", 50, 0)), OLD), with(d, "pinned", true)))))
                .isEmpty();
    }

    @Test
    @Tag("scenario-46")
    void ofAMinuteMoreThanTheAgeItMayGo() {
        Deployment old = with(copy("d", "old", "s", 0.4), "activatedAt", NOW.minus(Duration.ofMinutes(63)));

        for (Planner planner : List.of(OURS, REFERENCE)) {
            assertThat(victims(planner.plan(fleet(List.of(ONE), List.of(bountied(settled("new", 50, 0)), OLD), old))))
                    .containsExactly("d");
        }
    }

    @Test
    @Tag("scenario-46")
    void theLastCopyOfAllMinersStays() {
        for (Planner planner : List.of(OURS, REFERENCE)) {
            assertThat(victims(planner.plan(fleet(
                            List.of(ONE),
                            List.of(bountied(settled("new", 50, 0)), settled("old", 0.4, 1)),
                            copy("d", "old", "s", 0.4)))))
                    .isEmpty();
        }
    }

    @Test
    @Tag("scenario-46")
    void aCopyMakesNoRoomForItsOwnChuteNorForOneThatEarnsNoMore() {
        assertThat(victims(OURS.plan(fleet(List.of(ONE), List.of(wanted("old", 9, 1, 5)), copy("d", "old", "s", 0.4)))))
                .isEmpty();
        for (Planner planner : List.of(OURS, REFERENCE)) {
            assertThat(victims(planner.plan(
                            fleet(List.of(ONE), List.of(wanted("new", 0.4, 1, 1), OLD), copy("d", "old", "s", 0.4)))))
                    .isEmpty();
        }
    }

    @Test
    @Tag("scenario-47")
    void ofTheLastTwoCopiesOfAllMinersOneAtMostIsEnded() {
        FleetSnapshot lastTwo = fleet(
                List.of(held(server("s", 2, "h200", 1), List.of("a", "b"), 1, 1)),
                List.of(
                        bountied(with(settled("pair", 50, 0), "gpuCount", 2)),
                        bountied(settled("one", 40, 0)),
                        bountied(settled("another", 30, 0)),
                        settled("old", 0.4, 2)),
                copy("a", "old", "s", 0.4),
                copy("b", "old", "s", 0.4));

        for (Planner planner : List.of(OURS, REFERENCE)) {
            assertThat(victims(planner.plan(lastTwo))).as(planner.policy()).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    @Tag("scenario-49")
    void whereEnoughIsFreeNothingIsEnded() {
        FleetSnapshot room = fleet(
                List.of(holding(server("s", 3, "h200", 1), "d", 0, 1)),
                List.of(bountied(with(settled("new", 50, 0), "gpuCount", 2)), OLD),
                copy("d", "old", "s", 0.1));

        for (Planner planner : List.of(OURS, REFERENCE)) {
            Plan plan = planner.plan(room);
            assertThat(plan.launches()).hasSize(1);
            assertThat(plan.evictions()).isEmpty();
        }
    }

    @Test
    @Tag("scenario-50")
    void eightThatEarnMoreTogetherStayAlthoughTheReferenceEndsThem() {
        List<String> ids = IntStream.range(0, 8).mapToObj(i -> "d" + i).toList();
        FleetSnapshot eight = fleet(
                List.of(held(server("s", 8, "h200", 1), ids, 1, 1, 1, 1, 1, 1, 1, 1)),
                List.of(bountied(with(settled("new", 4.0, 0), "gpuCount", 8)), settled("old", 0.9, 20)),
                ids.stream().map(id -> copy(id, "old", "s", 0.9)).toArray(Deployment[]::new));

        assertThat(victims(OURS.plan(eight))).isEmpty();
        assertThat(victims(REFERENCE.plan(eight))).hasSize(8);
    }

    @Test
    @Tag("scenario-51")
    void noMoreIsEndedThanIsNeededAlthoughTheReferenceEndsBoth() {
        FleetSnapshot two = fleet(
                List.of(held(server("s", 5, "h200", 1), List.of("small", "large"), 1, 4)),
                List.of(bountied(with(settled("new", 2.0, 0), "gpuCount", 4)), settled("old", 0.3, 20)),
                copy("small", "old", "s", 0.30),
                copy("large", "old", "s", 0.35));

        assertThat(victims(OURS.plan(two))).containsExactly("large");
        assertThat(victims(REFERENCE.plan(two))).containsExactlyInAnyOrder("small", "large");
    }

    @Test
    @Tag("scenario-52")
    void theServerWhereLeastIsLostIsTakenNotTheCheapest() {
        FleetSnapshot choice = fleet(
                List.of(
                        holding(server("x", 4, "h200", 0.5), "dear", 0, 4),
                        holding(server("y", 4, "h200", 1.0), "cheap", 0, 4)),
                List.of(bountied(with(settled("new", 6, 0), "gpuCount", 4)), settled("old", 1, 20)),
                copy("dear", "old", "x", 3.0),
                copy("cheap", "old", "y", 1.0));

        assertThat(victims(OURS.plan(choice))).containsExactly("cheap");
        assertThat(victims(REFERENCE.plan(choice))).containsExactly("dear");
    }

    @Test
    @Tag("scenario-54")
    void onAClusterThatIsNotSeenNothingIsEnded() {
        for (Health health : List.of(Health.STALE, Health.UNREACHABLE)) {
            FleetSnapshot unseen = fleet(
                    List.of(with(ONE, "health", health)),
                    List.of(bountied(settled("new", 50, 0)), OLD),
                    copy("d", "old", "s", 0.4));

            assertThat(victims(OURS.plan(unseen))).isEmpty();
        }
    }

    @Test
    @Tag("scenario-55")
    void gpusThatWereFreedForOneChuteGoToNoOther() {
        FleetSnapshot full = fleet(
                List.of(ONE),
                List.of(bountied(settled("new", 9, 0)), bountied(settled("other", 8, 0)), OLD),
                copy("d", "old", "s", 0.4));
        Plan first = OURS.plan(full);
        assertThat(first.launches()).singleElement().satisfies(launch -> {
            assertThat(launch.chuteId()).isEqualTo("new");
            assertThat(launch.victims()).containsExactly("d");
        });

        Plan whileItDrains = OURS.plan(opening(
                with(full, "deployments", List.of(with(copy("d", "old", "s", 0.4), "stage", Stage.ENDING))),
                "n",
                "new",
                "s",
                "s-0"));
        Plan whenItIsGone = OURS.plan(opening(
                with(with(full, "deployments", List.of()), "servers", List.of(server("s", 1, "h200", 1))),
                "n",
                "new",
                "s",
                "s-0"));

        assertThat(Stream.of(whileItDrains, whenItIsGone).flatMap(plan -> plan.launches().stream()))
                .extracting(Action.Launch::chuteId)
                .isEmpty();
    }

    @Test
    @Tag("scenario-56")
    void aBountyForWhatIsOnItsWayIsAnsweredAndNotThrown() {
        FleetSnapshot pending = fleet(
                List.of(ONE),
                List.of(bountied(with(wanted("app", 9, 1, 1), "demand", null))),
                with(with(copy("d", "app", "s", 1), "stage", Stage.PENDING), "activatedAt", null));

        launchesNothing(OURS.plan(pending), Rule.ONE_PENDING);
    }
}
