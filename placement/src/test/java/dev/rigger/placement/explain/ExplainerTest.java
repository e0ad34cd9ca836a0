package dev.rigger.placement.explain;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.NOW;
import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.holding;
import static dev.rigger.placement.Fleets.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.OperatorPolicy;
import dev.rigger.placement.Planner;
import dev.rigger.placement.Rule;
import dev.rigger.placement.change.ChuteChange;
import dev.rigger.placement.change.CopyChange;
import dev.rigger.placement.change.FleetChange;
import dev.rigger.placement.change.ServerChange;
import dev.rigger.placement.explain.Explanation.Outcome;
import dev.rigger.placement.search.BidPricePlanner;
import dev.rigger.placement.value.Objective;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final Planner PLANNER = new BidPricePlanner();
    private static final Chute LLAMA = chute("llama", 2, 1, "h200");

    @Test
    void aLockedServerWouldHaveToBeUnlocked() {
        Server locked = with(server("gpu-07", 8, "h200", 2), "locked", true);

        Explanation why = why(fleet(List.of(locked), List.of(LLAMA)), new Question.OfChute("llama"));

        assertThat(why.outcome()).isEqualTo(Outcome.NOT_LAUNCHED);
        assertThat(why.rule()).isEqualTo(Rule.SERVER_UNLOCKED);
        assertThat(why.smallest()).containsExactly(new ServerChange.Unlocked("gpu-07"));
        assertThat(why.text())
                .isEqualTo("llama is not launched: gpu-07 is locked. It would be launched if gpu-07 were unlocked.");
    }

    @Test
    void whatIsLaunchedIsComparedWithTheRunnerUp() {
        FleetSnapshot fleet = fleet(
                List.of(
                        server("near", 1, "h200", 1),
                        with(server("far", 1, "h200", 1), "cachedChutes", List.of("llama"))),
                List.of(with(LLAMA, "allowedCopies", 1)));

        Explanation why = why(fleet, new Question.OfChute("llama"));

        assertThat(why.outcome()).isEqualTo(Outcome.LAUNCHED);
        assertThat(why.serverId()).isEqualTo("far");
        assertThat(why.runnerUp()).isEqualTo("near");
        assertThat(why.worth()).isGreaterThan(why.runnerUpWorth());
        assertThat(why.text())
                .startsWith("llama is launched on far, where it is worth ")
                .contains("Next came near");
    }

    @Test
    void aRefusalThatPassesByItselfIsWaitedFor() {
        FleetSnapshot fleet = with(
                fleet(List.of(server("a", 1, "h200", 1)), List.of(LLAMA)),
                "backOffs",
                List.of(BackOff.ofChute("llama", "CAPACITY_LOCKED", NOW.plusSeconds(90))));

        Explanation why = why(fleet, new Question.OfChute("llama"));

        assertThat(why.smallest()).containsExactly(new FleetChange.WaitUntil(NOW.plusSeconds(90), NOW));
        assertThat(why.text()).endsWith("It would be launched if you waited until 12:01:30 UTC (90 s).");
    }

    @Test
    void whatIsTooPoorIsToldHowMuchItWouldHaveToEarn() {
        Server full = holding(server("a", 1, "h200", 1), "rich", 0, 1);
        FleetSnapshot fleet = fleet(
                List.of(full),
                List.of(chute("poor", 1, 1, "h200"), chute("dear", 3, 1, "a10")),
                copy("rich", "dear", "a", 3));

        Explanation why = why(fleet, new Question.OfChute("poor"));

        assertThat(why.smallest()).singleElement().isInstanceOfSatisfying(ChuteChange.Multiplier.class, more -> {
            assertThat(more.chuteId()).isEqualTo("poor");
            assertThat(more.value()).isBetween(3.0, 6.0);
        });
    }

    @Test
    void twoThingsInTheWayAreBothTold() {
        Server locked = with(server("a", 1, "h200", 1), "locked", true);

        Explanation why =
                why(fleet(List.of(locked), List.of(with(LLAMA, "banned", true))), new Question.OfPlace("llama", "a"));

        assertThat(why.smallest())
                .containsExactlyInAnyOrder(new ChuteChange.BanLifted("llama"), new ServerChange.Unlocked("a"));
        assertThat(why.text()).endsWith("No single change would do.");
    }

    @Test
    void aCopyThatIsEndedWouldStayIfItWerePinnedOrEarnedMore() {
        Server full = holding(server("a", 1, "h200", 1), "d", 0, 1);
        FleetSnapshot fleet = fleet(
                List.of(full),
                List.of(chute("old", 0.1, 1, "a10"), chute("new", 5, 1, "h200")),
                copy("d", "old", "a", 0.1));

        Explanation why = why(fleet, new Question.OfCopy("d"));

        assertThat(why.outcome()).isEqualTo(Outcome.COPY_ENDED);
        assertThat(why.smallest()).containsExactly(new CopyChange.Pinned("d", true));
        assertThat(why.text()).startsWith("The copy of old on a makes room for new, worth ");
    }

    @Test
    void aCopyThatIsTooYoungIsToldSo() {
        Server full = holding(server("a", 1, "h200", 1), "d", 0, 1);
        FleetSnapshot fleet = fleet(
                List.of(full),
                List.of(chute("old", 0.1, 1, "a10"), chute("new", 5, 1, "h200")),
                with(copy("d", "old", "a", 0.1), "activatedAt", NOW.minus(Duration.ofMinutes(30))));

        Explanation why = why(fleet, new Question.OfCopy("d"));

        assertThat(why.rule()).isEqualTo(Rule.VICTIM_OLD_ENOUGH);
        assertThat(why.smallest())
                .containsExactly(new FleetChange.WaitUntil(
                        NOW.plus(Duration.ofMinutes(32)).plusSeconds(1), NOW));
    }

    @Test
    void anIdleGpuIsToldWhatWouldUseIt() {
        Explanation why = why(
                fleet(List.of(server("a", 1, "h200", 1)), List.of(chute("other", 1, 1, "a10"))),
                new Question.OfGpu("a-0"));

        assertThat(why.outcome()).isEqualTo(Outcome.GPU_LEFT);
        assertThat(why.text()).startsWith("GPU 0 of a is left as it is").contains("That would be otherwise if");
        assertThat(why.smallest()).hasSize(1);
    }

    @Test
    void theOperatorsOwnPolicyIsNamedAsTheReason() {
        OperatorPolicy never = new OperatorPolicy() {
            @Override
            public boolean vetoes(Chute chute, Server server) {
                return true;
            }
        };
        Planner vetoed = new BidPricePlanner(Objective.DEFAULT, never);
        FleetSnapshot fleet = fleet(List.of(server("a", 1, "h200", 1)), List.of(LLAMA));

        Explanation why = new Explainer(vetoed, PLANNER, Explainer.MOST_PLANS)
                .explain(fleet, vetoed.plan(fleet), new Question.OfChute("llama"));

        assertThat(why.rule()).isEqualTo(Rule.OPERATOR_VETO);
        assertThat(why.smallest()).containsExactly(new FleetChange.VetoLifted());
        assertThat(why.text()).contains("your own policy said no").contains("if your own policy allowed it");
    }

    @Test
    void theSameQuestionGetsTheSameAnswer() {
        FleetSnapshot fleet = fleet(
                List.of(holding(server("a", 2, "h200", 1), "d", 0, 1)),
                List.of(LLAMA, chute("qwen", 1, 2, "h200")),
                copy("d", "llama", "a", 1));

        assertThat(why(fleet, new Question.OfServer("a"))).isEqualTo(why(fleet, new Question.OfServer("a")));
    }

    @Test
    void itStopsAfterAsManyPlansAsItMayMake() {
        FleetSnapshot fleet =
                fleet(List.of(with(server("a", 1, "h200", 1), "locked", true)), List.of(with(LLAMA, "banned", true)));

        Explanation why =
                new Explainer(PLANNER, PLANNER, 1).explain(fleet, PLANNER.plan(fleet), new Question.OfChute("llama"));

        assertThat(why.plansTried()).isEqualTo(1);
        assertThat(why.text()).endsWith("Nothing that was tried would change that (1 plan).");
    }

    @Test
    void whatTheSnapshotDoesNotHaveIsRefusedByName() {
        FleetSnapshot fleet = fleet(List.of(server("a", 1, "h200", 1)), List.of(LLAMA));

        for (Question unknown : List.of(
                new Question.OfChute("x"),
                new Question.OfServer("x"),
                new Question.OfPlace("llama", "x"),
                new Question.OfGpu("x"),
                new Question.OfCopy("x"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> why(fleet, unknown))
                    .withMessageContaining("SUBJECT_UNKNOWN");
        }
    }

    private static Explanation why(FleetSnapshot fleet, Question question) {
        return new Explainer(PLANNER).explain(fleet, PLANNER.plan(fleet), question);
    }
}
