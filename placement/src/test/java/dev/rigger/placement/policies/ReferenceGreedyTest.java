package dev.rigger.placement.policies;

import static dev.rigger.placement.Fleets.NOW;
import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.holding;
import static dev.rigger.placement.Fleets.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rigger.placement.Action;
import dev.rigger.placement.Altered;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Effort;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReferenceGreedyTest {

    private final Planner reference = new ReferenceGreedy();

    @Test
    @Tag("scenario-32")
    void theChuteWorthMorePerGpuAndCostGoesFirstAndAlone() {
        Plan plan = reference.plan(fleet(
                List.of(server("s", 2, "h200", 1)), List.of(chute("a", 2.0, 2, "h200"), chute("b", 1.5, 1, "h200"))));

        assertThat(plan.launches()).extracting(Action.Launch::chuteId).containsExactly("b");
    }

    @Test
    @Tag("scenario-33")
    void aChuteThatIsNotScalableIsSkippedAndOneOfWhichNothingIsSaidIsNot() {
        Chute full = demanding(chute("full", 9, 1, "h200"), new Demand(false, 3, 3, 3, 0.4));
        Chute unknown = demanding(chute("unknown", 1, 1, "h200"), null);

        Plan plan = reference.plan(fleet(List.of(server("s", 2, "h200", 1)), List.of(full, unknown)));

        assertThat(plan.launches()).extracting(Action.Launch::chuteId).containsExactly("unknown");
    }

    @Test
    @Tag("scenario-35")
    void aChuteWithACopyOnItsWayWaits() {
        Deployment pending =
                Altered.with(Altered.with(copy("d", "c", "s", 1), "stage", Stage.STARTING), "activatedAt", null);

        assertThat(reference
                        .plan(fleet(
                                List.of(holding(server("s", 2, "h200", 1), "d", 0, 1)),
                                List.of(chute("c", 1, 1, "h200")),
                                pending))
                        .launches())
                .isEmpty();
    }

    @Test
    @Tag("scenario-36")
    void ofTheTwoCheapestServersEachIsDrawnAboutHalfTheTime() {
        List<Server> servers =
                List.of(server("dear", 8, "h200", 2), server("cheap", 8, "h200", 0.5), server("middle", 8, "h200", 1));
        List<Chute> chutes = List.of(chute("c", 1, 1, "h200"));
        int cheap = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            String chosen = reference
                    .plan(Altered.with(fleet(servers, chutes), "effort", new Effort(1_000, seed)))
                    .launches()
                    .getFirst()
                    .serverId();
            assertThat(chosen).isIn("cheap", "middle");
            cheap += chosen.equals("cheap") ? 1 : 0;
        }
        assertThat(cheap).isCloseTo(500, within(80));
    }

    @Test
    @Tag("scenario-45")
    void aBountyEndsOnlyThePoorCopy() {
        Plan plan = reference.plan(
                bountied(0.8, 1, server("s", 2, "h200", 1), copy("poor", "p", "s", 0.4), copy("rich", "r", "s", 0.9)));

        assertThat(plan.evictions()).extracting(Action.Evict::deploymentIds).containsExactly(List.of("poor"));
        assertThat(plan.launches()).extracting(Action.Launch::gpuIds).containsExactly(List.of("s-0"));
    }

    @Test
    @Tag("scenario-46")
    void exactlySixtyTwoMinutesIsTooYoung() {
        Deployment young = aged(copy("d", "p", "s", 0.1), Duration.ofMinutes(62));
        Deployment older = aged(copy("d", "p", "s", 0.1), Duration.ofMinutes(62).plusSeconds(1));

        assertThat(reference
                        .plan(bountied(0.8, 1, server("s", 1, "h200", 1), young))
                        .launches())
                .isEmpty();
        assertThat(reference
                        .plan(bountied(0.8, 1, server("s", 1, "h200", 1), older))
                        .launches())
                .hasSize(1);
    }

    @Test
    @Tag("scenario-49")
    void whereEnoughIsFreeNobodyGoes() {
        Plan plan = reference.plan(bountied(0.8, 1, server("s", 2, "h200", 1), copy("poor", "p", "s", 0.1)));

        assertThat(plan.evictions()).isEmpty();
        assertThat(plan.launches()).extracting(Action.Launch::motive).containsExactly(Action.Motive.BOUNTY);
    }

    @Test
    @Tag("scenario-50")
    void itEndsEightForOneThatEarnsLessThanTheirSum() {
        Deployment[] eight = IntStream.range(0, 8)
                .mapToObj(i -> copy("d" + i, "p", "s", 0.9))
                .toArray(Deployment[]::new);

        Plan plan = reference.plan(bountied(4.0, 8, server("s", 8, "h200", 1), eight));

        assertThat(plan.launches())
                .singleElement()
                .satisfies(launch -> assertThat(launch.victims()).hasSize(8));
    }

    @Test
    @Tag("scenario-22")
    void aBountyOfAChuteThatItRunsIsIgnored() {
        FleetSnapshot fleet = fleet(
                List.of(holding(server("s", 2, "h200", 1), "d", 0, 1)),
                List.of(offering(demanding(chute("c", 1, 1, "h200"), new Demand(false, 1, 1, 1, 0)))),
                copy("d", "c", "s", 1));

        assertThat(reference.plan(fleet).actions()).isEmpty();
    }

    /** A full server, one copy after the other a GPU each, and a bounty for a chute that is worth so much. */
    private static FleetSnapshot bountied(double multiplier, int gpus, Server server, Deployment... copies) {
        Server full = server;
        for (int i = 0; i < copies.length; i++) {
            full = holding(full, copies[i].deploymentId(), i, 1);
        }
        Chute newcomer = offering(demanding(chute("new", multiplier, gpus, "h200"), new Demand(false, 2, 0, 0, 1)));
        Demand many = new Demand(false, 20, 20, 20, 0.4);
        return fleet(
                List.of(full),
                List.of(
                        newcomer,
                        demanding(chute("p", 0.4, 1, "h200"), many),
                        demanding(chute("r", 0.9, 1, "h200"), many)),
                copies);
    }

    private static Chute offering(Chute of) {
        return Altered.with(of, "bounty", new Bounty(100, 1, NOW));
    }

    private static Chute demanding(Chute of, @Nullable Demand demand) {
        return Altered.with(of, "demand", demand);
    }

    private static Deployment aged(Deployment of, Duration age) {
        return Altered.with(of, "activatedAt", NOW.minus(age));
    }
}
