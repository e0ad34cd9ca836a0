package dev.rigger.simulator.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rigger.simulator.world.ChuteSpec;
import dev.rigger.simulator.world.Profile;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScoreTest {

    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private final Score score = new Score(Profile.P26A.rules());

    @Test
    void theWorkedExampleComesOutAsWorkedByHand() {
        double settled = 0.6111 * 2.25;
        Instance instance = instance(settled, 0);
        double boost = score.bountyBoost(HOUR);
        assertThat(boost).isCloseTo(1.8333, within(1e-4));

        score.activated(instance, settled * boost, 20 * MINUTE);
        assertThat(score.units(20 * MINUTE)).isCloseTo(907.5, within(0.1));

        driftUntil(2);
        assertThat(score.units(2 * HOUR + 20 * MINUTE)).isCloseTo(907.5 + 18_150, within(1.0));
        score.drift(3 * HOUR + 20 * MINUTE);
        assertThat(instance.multiplier()).isCloseTo(2.489, within(0.001));
        score.drift(4 * HOUR + 20 * MINUTE);
        assertThat(instance.multiplier()).isCloseTo(2.489 * 8 / 9 + settled / 9, within(0.001));
        assertThat(score.units(4 * HOUR + 20 * MINUTE))
                .isCloseTo(907.5 + 18_150 + 3_600 * (2.5208 + 2.489), within(3.0));
    }

    @Test
    void afterEightHoursACopyEarnsWhatItsChuteIsWorth() {
        Instance instance = instance(1.0, 0);
        score.activated(instance, 2.0, 0);

        driftUntil(9);

        assertThat(instance.multiplier()).isCloseTo(1.0, within(0.001));
    }

    @Test
    void aPublicCopyThatWeEndWithinItsFirstHourEarnsNothing() {
        Instance young = instance(1.0, 0);
        score.activated(young, 1.0, 10 * MINUTE);

        score.ended(young, Removal.BY_MINER, false, 69 * MINUTE);

        assertThat(score.units(69 * MINUTE)).isZero();
        assertThat(score.forfeited()).isCloseTo(0.3 * 600 + 59 * 60, within(1e-6));
    }

    @Test
    void oneHourOldItKeepsEverything() {
        Instance old = instance(1.0, 0);
        score.activated(old, 1.0, 10 * MINUTE);

        score.ended(old, Removal.CRASHED, false, 70 * MINUTE);

        assertThat(score.units(90 * MINUTE)).isCloseTo(0.3 * 600 + 3_600, within(1e-6));
        assertThat(score.forfeited()).isZero();
    }

    @Test
    void whatTheValidatorEndsForItsOwnReasonsKeepsItsUnits() {
        Instance young = instance(1.0, 0);
        score.activated(young, 1.0, 0);

        score.ended(young, Removal.SESSION_ENDED, false, 10 * MINUTE);

        assertThat(score.units(10 * MINUTE)).isCloseTo(600, within(1e-6));
    }

    @Test
    void endingTheLastCopyOfAChuteCostsNineTenthsOfItsOpenRow() {
        Instance last = instance(1.0, 0);
        score.activated(last, 1.0, 0);

        score.ended(last, Removal.BY_MINER, true, 2 * HOUR);

        assertThat(score.units(2 * HOUR)).isCloseTo(720, within(1e-6));
    }

    @Test
    void aBountyGrowsForThreeHours() {
        Score newest = new Score(Profile.P26B.rules());

        assertThat(newest.bountyBoost(0)).isEqualTo(1.1);
        assertThat(newest.bountyBoost(90 * MINUTE)).isCloseTo(1.3, within(1e-9));
        assertThat(newest.bountyBoost(3 * HOUR)).isCloseTo(1.5, within(1e-9));
        assertThat(newest.bountyBoost(20 * HOUR)).isCloseTo(1.5, within(1e-9));
    }

    private void driftUntil(int hours) {
        for (int hour = 1; hour <= hours; hour++) {
            score.drift(hour * HOUR + 20 * MINUTE);
        }
    }

    private static Instance instance(double base, long createdAt) {
        ChuteSpec spec =
                new ChuteSpec(0, "c", List.of("h200"), 1, true, true, base, 1, 10, 10, 1, 12, 700, 0, Long.MAX_VALUE);
        return new Instance(new ChuteState(spec), 0, createdAt, 1, false, null);
    }
}
