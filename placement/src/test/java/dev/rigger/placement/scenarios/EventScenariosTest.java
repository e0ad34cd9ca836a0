package dev.rigger.placement.scenarios;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.holding;
import static dev.rigger.placement.Fleets.server;
import static dev.rigger.placement.scenarios.Scenery.OURS;
import static dev.rigger.placement.scenarios.Scenery.REFERENCE;
import static dev.rigger.placement.scenarios.Scenery.bountied;
import static dev.rigger.placement.scenarios.Scenery.launches;
import static dev.rigger.placement.scenarios.Scenery.launchesNothing;
import static dev.rigger.placement.scenarios.Scenery.opening;
import static dev.rigger.placement.scenarios.Scenery.settled;
import static dev.rigger.placement.scenarios.Scenery.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.Rule;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events: what bounties and new chutes lead to, however they were heard of. */
class EventScenariosTest {
    private static final Server FREE = server("s", 8, "h200", 1);

    @Test
    @Tag("scenario-20")
    void aBountyThatStandsInTheListIsGoneAfterWithoutItsEvent() {
        Plan plan = OURS.plan(fleet(List.of(FREE), List.of(bountied(settled("app", 1, 0)))));

        assertThat(plan.claims()).extracting(Action.Claim::chuteId).containsExactly("app");
        assertThat(plan.launches())
                .singleElement()
                .satisfies(launch -> assertThat(launch.motive()).isEqualTo(Action.Motive.BOUNTY));
    }

    @Test
    @Tag("scenario-22")
    void aBountyForAChuteThatWeHaveOrThatIsOnItsWayStartsNothing() {
        for (Planner planner : List.of(OURS, REFERENCE)) {
            for (Stage stage : List.of(Stage.PENDING, Stage.STARTING, Stage.ACTIVE)) {
                FleetSnapshot have = fleet(
                        List.of(holding(FREE, "d", 0, 1)),
                        List.of(bountied(settled("app", 1, 1))),
                        with(copy("d", "app", "s", 1), "stage", stage));

                assertThat(planner.plan(have).actions())
                        .as("%s, %s", planner.policy(), stage)
                        .noneMatch(action -> action instanceof Action.Launch || action instanceof Action.Claim);
            }
        }
    }

    @Test
    @Tag("scenario-23")
    void anAnnouncementOfUrgencyAloneIsTriedWhereThereIsRoom() {
        Chute cold = with(wanted("app", 1, 1, 1), "bounty", new Bounty(0, 1, null));

        launches(OURS.plan(fleet(List.of(FREE), List.of(cold))), "app");
    }

    @Test
    @Tag("scenario-24")
    void aBountyThatIsAnnouncedAgainIsNotGoneAfterAgain() {
        FleetSnapshot first = fleet(List.of(FREE), List.of(bountied(settled("app", 1, 0))));
        launches(OURS.plan(first), "app");

        launchesNothing(OURS.plan(opening(first, "d", "app", "s", "s-0")), Rule.SCALABLE_OR_BOUNTIED);
    }

    @Test
    @Tag("scenario-25")
    @Tag("scenario-26")
    void aChuteThatServesJobsAloneIsNotLaunchedHoweverItWasHeardOf() {
        Chute jobOnly = with(bountied(wanted("app", 1, 1, 3)), "jobOnly", true);

        launchesNothing(OURS.plan(fleet(List.of(FREE), List.of(jobOnly))), Rule.NOT_JOB_ONLY);
    }
}
