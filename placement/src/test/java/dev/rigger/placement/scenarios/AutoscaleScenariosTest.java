package dev.rigger.placement.scenarios;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.NOW;
import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.holding;
import static dev.rigger.placement.Fleets.server;
import static dev.rigger.placement.scenarios.Scenery.OURS;
import static dev.rigger.placement.scenarios.Scenery.REFERENCE;
import static dev.rigger.placement.scenarios.Scenery.after;
import static dev.rigger.placement.scenarios.Scenery.launches;
import static dev.rigger.placement.scenarios.Scenery.launchesNothing;
import static dev.rigger.placement.scenarios.Scenery.wanted;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Effort;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Autoscaling: what is launched without a bounty, where, and how many at once. */
class AutoscaleScenariosTest {
    private static final Server FREE = server("s", 8, "h200", 1);

    @Test
    @Tag("scenario-32")
    void theReferenceLaunchesFirstWhatIsWorthMostForAGpusPrice() {
        FleetSnapshot pair = fleet(
                List.of(server("s", 2, "h200", 2)), List.of(chute("A", 2, 2, "h200"), chute("B", 1.5, 1, "h200")));

        assertThat(REFERENCE.plan(pair).launches()).singleElement().satisfies(launch -> {
            assertThat(launch.chuteId()).isEqualTo("B");
            assertThat(launch.price()).isEqualTo(1.5 / 2);
        });
        FleetSnapshot alone = with(pair, "chutes", List.of(chute("A", 2, 2, "h200")));
        assertThat(REFERENCE.plan(alone).launches())
                .singleElement()
                .satisfies(launch -> assertThat(launch.price()).isEqualTo(1.0 / 2));
    }

    @Test
    @Tag("scenario-33")
    void whatTheValidatorDoesNotWantToGrowIsSkippedAndWhatItDoesNotMentionIsNot() {
        Chute still = with(chute("still", 9, 1, "h200"), "demand", new Demand(false, 9, 1, 1, 1));
        Chute unmentioned = with(chute("unmentioned", 1, 1, "h200"), "demand", null);

        for (Planner planner : List.of(OURS, REFERENCE)) {
            launches(planner.plan(fleet(List.of(FREE), List.of(still, unmentioned))), "unmentioned");
        }
    }

    @Test
    @Tag("scenario-34")
    void whatServesJobsAloneEarnsNothingOrIsBannedIsSkipped() {
        for (Planner planner : List.of(OURS, REFERENCE)) {
            launchesNothing(plan(planner, with(wanted("app", 1, 1, 3), "jobOnly", true)), Rule.NOT_JOB_ONLY);
            launchesNothing(plan(planner, with(wanted("app", 1, 1, 3), "banned", true)), Rule.NOT_BANNED);
            launchesNothing(plan(planner, wanted("app", 0, 1, 3)), Rule.WORTH_SOMETHING);
            launchesNothing(plan(planner, wanted("app", -1, 1, 3)), Rule.WORTH_SOMETHING);
        }
    }

    @Test
    @Tag("scenario-35")
    void theReferenceWaitsForACopyOnItsWay() {
        FleetSnapshot onItsWay = fleet(
                List.of(holding(FREE, "d", 0, 1)),
                List.of(wanted("app", 1, 1, 3)),
                with(with(copy("d", "app", "s", 1), "stage", Stage.STARTING), "activatedAt", null));

        launchesNothing(REFERENCE.plan(onItsWay), Rule.ONE_PENDING);
        FleetSnapshot serves = with(onItsWay, "deployments", List.of(copy("d", "app", "s", 1)));
        launches(REFERENCE.plan(serves), "app");
    }

    @Test
    @Tag("scenario-36")
    void theReferenceDrawsFromTheTwoCheapestThenTightest() {
        List<Server> servers = List.of(
                server("roomy", 8, "h200", 0.5), server("tight", 2, "h200", 0.5), server("dear", 1, "h200", 1.0));
        Map<String, Integer> drawn = new TreeMap<>();
        for (int seed = 0; seed < 1_000; seed++) {
            FleetSnapshot fleet =
                    with(fleet(servers, List.of(wanted("app", 1, 1, 3))), "effort", new Effort(1_000_000, seed));
            drawn.merge(REFERENCE.plan(fleet).launches().getFirst().serverId(), 1, Integer::sum);
        }

        assertThat(drawn).containsOnlyKeys("roomy", "tight");
        assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(430, 570));
    }

    @Test
    @Tag("scenario-36")
    void oursTakesTheCheaperAndAmongEqualsTheTighter() {
        Chute app = wanted("app", 1, 1, 1);

        assertThat(chosen(List.of(server("dear", 4, "h200", 1.0), server("cheap", 4, "h200", 0.5)), app))
                .isEqualTo("cheap");
        assertThat(chosen(List.of(server("roomy", 8, "h200", 1.0), server("tight", 2, "h200", 1.0)), app))
                .isEqualTo("tight");
    }

    @Test
    @Tag("scenario-37")
    void trustMustBeTheSameOnBothSides() {
        Chute app = wanted("app", 1, 1, 3);
        Server trusted = with(FREE, "tee", true);

        for (Planner planner : List.of(OURS, REFERENCE)) {
            assertThat(planner.plan(fleet(List.of(trusted), List.of(app))).launches())
                    .isEmpty();
            assertThat(planner.plan(fleet(List.of(FREE), List.of(with(app, "tee", true))))
                            .launches())
                    .isEmpty();
            assertThat(planner.plan(fleet(List.of(trusted), List.of(with(app, "tee", true))))
                            .launches())
                    .isNotEmpty();
        }
    }

    @Test
    @Tag("scenario-38")
    void nothingIsLaunchedOnALockedServerUntilItIsUnlocked() {
        Chute app = wanted("app", 1, 1, 3);

        for (Planner planner : List.of(OURS, REFERENCE)) {
            assertThat(planner.plan(fleet(List.of(with(FREE, "locked", true)), List.of(app)))
                            .launches())
                    .isEmpty();
            assertThat(planner.plan(fleet(List.of(FREE), List.of(app))).launches())
                    .isNotEmpty();
        }
    }

    @Test
    @Tag("scenario-40")
    void onOldDemandNothingIsLaunchedOnSpeculation() {
        FleetSnapshot fleet = fleet(List.of(FREE), List.of(wanted("app", 1, 1, 1)));

        launches(OURS.plan(with(fleet, "demandSeenAt", NOW.minusSeconds(300))), "app");
        launchesNothing(OURS.plan(with(fleet, "demandSeenAt", NOW.minusSeconds(301))), Rule.DEMAND_FRESH);
        launchesNothing(OURS.plan(with(fleet, "demandSeenAt", null)), Rule.DEMAND_FRESH);
    }

    @Test
    @Tag("scenario-41")
    void fortyCopiesOnFiveServersNeedFivePlans() {
        List<Server> servers = IntStream.range(0, 5)
                .mapToObj(i -> server("s" + i, 8, "h200", 1))
                .toList();
        FleetSnapshot fleet = fleet(servers, List.of(wanted("app", 1, 1, 40)));
        List<Integer> launched = new ArrayList<>();
        assertThat(OURS.plan(fleet).launches().stream()
                        .collect(groupingBy(Action.Launch::serverId, counting()))
                        .values())
                .allSatisfy(onOneServer -> assertThat(onOneServer).isEqualTo(2));

        for (int cycle = 0; cycle < 5; cycle++) {
            Plan plan = OURS.plan(fleet);
            launched.add(plan.launches().size());
            fleet = after(fleet, plan, "c" + cycle);
        }

        assertThat(launched).containsExactly(8, 8, 8, 8, 8);
    }

    @Test
    @Tag("scenario-42")
    void aCopyOfTheVersionBeforeCountsAsACopy() {
        Deployment old = with(copy("d", "app", "s", 1), "version", "v0");
        Chute once = with(wanted("app", 1, 1, 3), "allowedCopies", 1);

        launchesNothing(OURS.plan(fleet(List.of(holding(FREE, "d", 0, 1)), List.of(once), old)), Rule.ALLOWED_COPIES);
    }

    private static Plan plan(Planner planner, Chute chute) {
        return planner.plan(fleet(List.of(FREE), List.of(chute)));
    }

    private static String chosen(List<Server> servers, Chute chute) {
        return OURS.plan(fleet(servers, List.of(chute))).launches().getFirst().serverId();
    }
}
