package dev.rigger.placement.search;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.NOW;
import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.holding;
import static dev.rigger.placement.Fleets.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.placement.Action;
import dev.rigger.placement.BadSnapshotException;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Effort;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.GpuKind;
import dev.rigger.placement.OperatorPolicy;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Rule;
import dev.rigger.placement.Verdict;
import dev.rigger.placement.value.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BidPricePlannerTest {

    private static final Server FULL = holding(holding(server("s", 2, "h100", 2), "a", 0, 1), "b", 1, 1);

    @Test
    void fillsFreeGpusWithWhatBringsMostPerGpu() {
        Plan plan = plan(fleet(
                List.of(server("s", 4, "h100", 2)),
                List.of(wanted("big", 4, 4, 1), wanted("dense", 3, 2, 1), wanted("small", 0.5, 1, 2))));

        assertThat(plan.launches())
                .extracting(Action.Launch::chuteId)
                .containsExactlyInAnyOrder("dense", "small", "small");
    }

    @Test
    void takesWhatFillsExactlyWhenThatBringsMoreThanTheDensest() {
        Plan plan = plan(fleet(
                List.of(server("s", 8, "h100", 2)), List.of(wanted("five", 5.5, 5, 1), wanted("four", 4.2, 4, 2))));

        assertThat(plan.launches()).extracting(Action.Launch::chuteId).containsExactly("four", "four");
    }

    @Test
    void prefersTheServerWhereTheChuteIsCached() {
        Server warm = with(server("warm", 1, "h100", 9), "cachedChutes", List.of("c"));

        Plan plan = plan(fleet(List.of(server("cold", 1, "h100", 1), warm), List.of(wanted("c", 1, 1, 1))));

        assertThat(plan.launches()).extracting(Action.Launch::serverId).containsExactly("warm");
    }

    @Test
    void amongEqualsTheCheaperServerWinsThenTheTighter() {
        Chute chute = wanted("c", 1, 1, 1);

        assertThat(plan(fleet(List.of(server("dear", 1, "h100", 2), server("cheap", 1, "h100", 1)), List.of(chute)))
                        .launches())
                .extracting(Action.Launch::serverId)
                .containsExactly("cheap");
        assertThat(plan(fleet(List.of(server("roomy", 8, "h100", 1), server("tight", 2, "h100", 1)), List.of(chute)))
                        .launches())
                .extracting(Action.Launch::serverId)
                .containsExactly("tight");
    }

    @Test
    void endsTheCopyThatIsWorthLeastAndNamesItWithTheLaunch() {
        Plan plan = plan(fleet(
                List.of(FULL),
                List.of(done("x"), wanted("new", 2, 1, 1)),
                copy("a", "x", "s", 0.4),
                copy("b", "x", "s", 0.9)));

        assertThat(plan.actions()).hasSize(2);
        assertThat(plan.actions().get(0)).isInstanceOf(Action.Evict.class);
        assertThat(plan.launches()).singleElement().satisfies(launch -> {
            assertThat(launch.victims()).containsExactly("a");
            assertThat(launch.gpuIds()).containsExactly("s-0");
        });
    }

    @Test
    void comparesTheSumOfWhatGoesWithWhatComes() {
        Server server = server("s", 8, "h100", 2);
        List<Deployment> small = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            server = holding(server, "d" + i, i, 1);
            small.add(copy("d" + i, "x", "s", 0.9));
        }

        Plan plan = plan(
                fleet(List.of(server), List.of(done("x"), wanted("new", 4, 8, 1)), small.toArray(Deployment[]::new)));

        assertThat(plan.evictions()).isEmpty();
        assertThat(verdict(plan, "new").rule()).isEqualTo(Rule.WORTH_THE_PLACE);
    }

    @Test
    void neverEndsMoreThanIsNeeded() {
        Server server = holding(holding(server("s", 5, "h100", 2), "one", 0, 1), "four", 1, 4);

        Plan plan = plan(fleet(
                List.of(server),
                List.of(done("x"), wanted("new", 2, 4, 1)),
                copy("one", "x", "s", 0.30),
                copy("four", "x", "s", 0.35)));

        assertThat(plan.evictions())
                .singleElement()
                .satisfies(evict -> assertThat(evict.deploymentIds()).containsExactly("four"));
    }

    @Test
    void choosesTheServerWhereLeastIsLost() {
        Server dear = holding(server("x", 1, "h100", 1), "a", 0, 1);
        Server cheap = holding(server("y", 1, "h100", 9), "b", 0, 1);

        Plan plan = plan(fleet(
                List.of(dear, cheap),
                List.of(done("x"), wanted("new", 9, 1, 1)),
                copy("a", "x", "x", 3),
                copy("b", "x", "y", 1)));

        assertThat(plan.launches())
                .singleElement()
                .satisfies(launch -> assertThat(launch.serverId()).isEqualTo("y"));
    }

    @Test
    void endsNobodyWhileEnoughIsFree() {
        Plan plan = plan(fleet(
                List.of(holding(server("s", 2, "h100", 2), "a", 0, 1)),
                List.of(done("x"), wanted("new", 9, 1, 1)),
                copy("a", "x", "s", 0.1)));

        assertThat(plan.evictions()).isEmpty();
        assertThat(plan.launches()).hasSize(1);
    }

    @Test
    void endsAtMostOneOfTheLastTwoCopies() {
        Chute rare = with(chute("x", 0.1, 1, "h100"), "demand", new Demand(false, 2, 2, 2, 0));

        Plan plan = plan(fleet(
                List.of(FULL),
                List.of(rare, wanted("new", 9, 1, 2)),
                copy("a", "x", "s", 0.1),
                copy("b", "x", "s", 0.1)));

        assertThat(plan.evictions()).hasSize(1);
    }

    @Test
    void aBountyIsClaimedByALaunchOfTheSamePlanAndComesFirst() {
        Chute bountied = with(
                with(chute("b", 1, 1, "h100"), "demand", new Demand(false, 1, 0, 0, 0)),
                "bounty",
                new Bounty(100, 1.2, NOW.minusSeconds(30)));

        Plan plan = plan(fleet(List.of(server("s", 8, "h100", 2)), List.of(wanted("c", 5, 1, 1), bountied)));

        assertThat(plan.actions().get(0)).isInstanceOf(Action.Claim.class);
        assertThat(plan.actions().get(1))
                .isInstanceOfSatisfying(
                        Action.Launch.class,
                        launch -> assertThat(launch.motive()).isEqualTo(Action.Motive.BOUNTY));
        assertThat(plan.launches()).hasSize(2);
    }

    @Test
    void fortyCopiesOnFiveServersStartEightAPlanAndTwoAServerAtMost() {
        List<Server> servers = IntStream.range(0, 5)
                .mapToObj(i -> server("s" + i, 8, "h100", 2))
                .toList();
        List<Chute> chutes =
                IntStream.range(0, 40).mapToObj(i -> wanted("c" + i, 1, 1, 1)).toList();

        Plan plan = plan(fleet(servers, chutes));

        assertThat(plan.launches()).hasSize(8);
        assertThat(plan.again()).contains(NOW.plusMillis(500));
    }

    @Test
    void waitsUntilABackOffHasPassed() {
        FleetSnapshot snapshot = with(
                fleet(List.of(server("s", 1, "h100", 2)), List.of(wanted("c", 1, 1, 1))),
                "backOffs",
                List.of(BackOff.ofChute("c", "423", NOW.plusSeconds(120))));

        assertThat(plan(snapshot).again()).contains(NOW.plusSeconds(120));
    }

    @Test
    void everyChuteGetsAVerdictInTheSnapshotsOrder() {
        Plan plan = plan(fleet(
                List.of(server("s", 1, "h100", 2), server("t", 4, "h100", 2)),
                List.of(
                        with(wanted("banned", 1, 1, 1), "banned", true),
                        chute("model", 1, 1, "b200"),
                        with(wanted("tee", 1, 1, 1), "tee", true),
                        wanted("large", 1, 8, 1),
                        wanted("placed", 1, 1, 1))));

        assertThat(plan.verdicts())
                .extracting(Verdict::chuteId)
                .containsExactly("banned", "model", "tee", "large", "placed");
        assertThat(verdict(plan, "banned").rule()).isEqualTo(Rule.NOT_BANNED);
        assertThat(verdict(plan, "model").rule()).isEqualTo(Rule.GPU_MODEL);
        assertThat(verdict(plan, "tee").rule()).isEqualTo(Rule.TEE_EQUAL);
        assertThat(verdict(plan, "large").rule()).isEqualTo(Rule.GPU_COUNT);
        assertThat(verdict(plan, "large").serverId()).isEqualTo("t");
        assertThat(plan.verdicts().get(4)).isInstanceOfSatisfying(Verdict.Placed.class, placed -> {
            assertThat(placed.serverId()).isEqualTo("s");
            assertThat(placed.runnerUp()).isEqualTo("t");
        });
    }

    @Test
    void withoutStepsNothingIsLaunchedAndThePlanSaysSo() {
        FleetSnapshot snapshot = fleet(List.of(server("s", 1, "h100", 2)), List.of(wanted("c", 1, 1, 1)));

        Plan plan = plan(with(snapshot, "effort", new Effort(0, 0)));

        assertThat(plan.launches()).isEmpty();
        assertThat(plan.quality().cutShort()).isTrue();
    }

    @Test
    void anOperatorMayVetoScoreAndPrice() {
        OperatorPolicy operator = new OperatorPolicy() {
            @Override
            public boolean vetoes(Chute chute, Server server) {
                return chute.chuteId().equals("vetoed");
            }

            @Override
            public double score(Chute chute, Server server, double worth) {
                return chute.chuteId().equals("darling") ? 100 * worth : worth;
            }

            @Override
            public double price(GpuKind gpus, double learned) {
                return 2 * learned;
            }
        };

        Plan plan = new BidPricePlanner(Objective.DEFAULT, operator)
                .plan(fleet(
                        List.of(server("s", 1, "h100", 2)),
                        List.of(wanted("vetoed", 9, 1, 1), wanted("better", 2, 1, 1), wanted("darling", 1, 1, 1))));

        assertThat(plan.launches()).extracting(Action.Launch::chuteId).containsExactly("darling");
        assertThat(verdict(plan, "vetoed").rule()).isEqualTo(Rule.OPERATOR_VETO);
        assertThat(plan.quality().value()).isLessThanOrEqualTo(plan.quality().upperBound() * (1 + 1e-9));
    }

    @Test
    void aSnapshotThatContradictsItselfIsRefused() {
        FleetSnapshot twice = fleet(List.of(server("s", 1, "h100", 2), server("s", 1, "h100", 2)), List.of());

        assertThatThrownBy(() -> plan(twice)).isInstanceOf(BadSnapshotException.class);
    }

    private static Plan plan(FleetSnapshot snapshot) {
        return new BidPricePlanner().plan(snapshot);
    }

    /** Further copies of ours that the validator wants. */
    private static Chute wanted(String id, double multiplier, int gpus, int copies) {
        return with(chute(id, multiplier, gpus, "h100"), "demand", new Demand(true, 3 + copies, 3, 3, 0.9));
    }

    /** A chute of which nobody wants more copies. */
    private static Chute done(String id) {
        return with(chute(id, 1, 1, "h100"), "demand", new Demand(false, 9, 9, 9, 0.1));
    }

    private static Verdict.Refused verdict(Plan plan, String chuteId) {
        return plan.verdicts().stream()
                .filter(v -> v.chuteId().equals(chuteId))
                .map(Verdict.Refused.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
