package dev.rigger.simulator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.policies.Policies;
import dev.rigger.simulator.Contest;
import dev.rigger.simulator.Outcome;
import dev.rigger.simulator.report.Csv;
import dev.rigger.simulator.report.Ratio;
import dev.rigger.simulator.report.Standing;
import dev.rigger.simulator.world.Profile;
import dev.rigger.simulator.world.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gate with one day instead of two and a few worlds instead of thirty: what breaks badly breaks here. */
class SmallGateTest {

    private static final int WORLDS = 3;

    @Test
    void thePlannerEarnsNoLessThanTheReferenceAndBreaksNoRule() throws InterruptedException {
        List<String> policies = List.of(Policies.REFERENCE, Policies.PLANNER);
        double logs = 0;
        for (double load : Gate.LOADS) {
            List<Standing> standings = Standing.of(play(new Contest(day(load), policies, 1, WORLDS), 2));
            Standing planner = standings.get(1);
            logs += Math.log(Ratio.of(planner, standings.get(0)).mean());

            assertThat(planner.outcomes())
                    .as("load " + load)
                    .allSatisfy(outcome -> assertThat(outcome.examples()).isEmpty())
                    .allSatisfy(outcome -> assertThat(outcome.launches()).isPositive())
                    .allSatisfy(outcome -> assertThat(outcome.gap()).isBetween(0.0, 0.2));
        }
        assertThat(Math.exp(logs / Gate.LOADS.size())).isGreaterThanOrEqualTo(1);
    }

    @Test
    void theSameSeedGivesTheSameBytesHoweverManyThreads() throws InterruptedException {
        Contest contest =
                new Contest(new Scenario(4, 32, 30, 1, Duration.ofHours(12), Profile.P26A), Gate.JUDGED, 7, 2);

        List<Outcome> once = play(contest, 1);
        List<Outcome> again = play(contest, 3);

        assertThat(Csv.runs(again)).isEqualTo(Csv.runs(once)).hasLineCount(1 + 6);
        assertThat(Csv.overTime(again)).isEqualTo(Csv.overTime(once)).hasLineCount(1 + 6 * 24);
    }

    @Test
    void whoEarnsNoMoreThanTheReferenceOrBreaksRulesDoesNotPass() throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        Contest contest = new Contest(day(1), List.of(Policies.REFERENCE), 1, 2);
        for (Outcome outcome : play(contest, 2)) {
            outcomes.add(outcome);
            outcomes.add(as(Policies.PLANNER, outcome));
        }

        assertThat(Gate.objections(List.of(Gate.AtLoad.of(contest, outcomes))))
                .anyMatch(objection -> objection.contains("lower bound is 1.0"))
                .anyMatch(objection -> objection.contains("broke hard rules"));
    }

    private static List<Outcome> play(Contest contest, int threads) throws InterruptedException {
        return contest.run(threads, outcome -> {});
    }

    private static Scenario day(double load) {
        return new Scenario(12, 96, 80, load, Duration.ofDays(1), Profile.P26B);
    }

    private static Outcome as(String policy, Outcome of) {
        return new Outcome(
                policy,
                of.seed(),
                of.units(),
                of.usd(),
                of.idleShare(),
                of.launches(),
                of.activationRate(),
                of.preemptions(),
                of.forfeited(),
                of.bountyWins(),
                of.refusals(),
                of.secondsToActiveMedian(),
                of.secondsToActiveP95(),
                of.plans(),
                of.gap(),
                of.violations(),
                of.examples(),
                of.unitsOverTime(),
                of.effort());
    }
}
